# The engine: an image whose process is no root, writes nothing outside of its temporary folder, and gets its
# configuration at /etc/backfill. What changes seldom comes first, so that a new version is a few hundred kilobytes.
FROM maven:3.9.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY backfill-core/pom.xml backfill-core/
COPY backfill-jobs/pom.xml backfill-jobs/
COPY backfill-testkit/pom.xml backfill-testkit/
COPY backfill-demo/pom.xml backfill-demo/
COPY backfill-bench/pom.xml backfill-bench/
COPY backfill-core/src/main backfill-core/src/main
COPY backfill-jobs/src/main backfill-jobs/src/main
RUN mvn -B -q -pl backfill-jobs -am -Dmaven.test.skip=true -Dspotless.check.skip=true package \
 && mkdir own && mv backfill-jobs/target/lib/backfill-*.jar own/

FROM eclipse-temurin:17.0.14_7-jre
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin backfill
COPY --from=build /build/backfill-jobs/target/lib /opt/backfill/lib
COPY --from=build /build/own /opt/backfill/own
USER 10001:10001
WORKDIR /etc/backfill
ENV BACKFILL_JAVA_OPTS="" BACKFILL_LOG_FORMAT=json
EXPOSE 9400
# the shell is replaced, so that a SIGTERM reaches the engine, which pauses its run
ENTRYPOINT ["/bin/sh", "-c", "exec java -XX:+UseSerialGC -XX:MaxRAMPercentage=70 -Djava.io.tmpdir=/run/backfill -Dbackfill.command=backfill $BACKFILL_JAVA_OPTS -cp '/opt/backfill/own/*:/opt/backfill/lib/*' dev.backfill.jobs.cli.Main \"$@\"", "backfill"]
CMD ["--help"]
