package dev.backfill.jobs.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an OpenTelemetry receiver reads in a request. */
public final class OtlpFigures {
    private OtlpFigures() {}

    /** Metrics by name. */
    public static Map<String, Metric> of(ByteString body) throws InvalidProtocolBufferException {
        Map<String, Metric> metrics = new TreeMap<>();
        for (ResourceMetrics resource :
                ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList()) {
            for (ScopeMetrics scope : resource.getScopeMetricsList()) {
                // one entry per series
                scope.getMetricsList().forEach(metric -> metrics.merge(metric.getName(), metric, OtlpFigures::both));
            }
        }
        return metrics;
    }

    /** Attributes of whoever sent it. */
    public static Map<String, String> resource(ByteString body) throws InvalidProtocolBufferException {
        Map<String, String> attributes = new TreeMap<>();
        ExportMetricsServiceRequest.parseFrom(body)
                .getResourceMetrics(0)
                .getResource()
                .getAttributesList()
                .forEach(each -> attributes.put(each.getKey(), each.getValue().getStringValue()));
        return attributes;
    }

    /** The value of the one series with that attribute. */
    public static double value(@Nullable Metric metric, String attribute, String value) {
        if (metric == null) {
            throw new AssertionError("there is no such metric");
        }
        List<NumberDataPoint> points = metric.hasSum()
                ? metric.getSum().getDataPointsList()
                : metric.getGauge().getDataPointsList();
        List<NumberDataPoint> found = points.stream()
                .filter(point -> point.getAttributesList().stream()
                        .anyMatch(each -> each.getKey().equals(attribute)
                                && each.getValue().getStringValue().equals(value)))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(metric.getName() + " with " + attribute + "=" + value + ": found " + found);
        }
        return found.get(0).getAsDouble();
    }

    private static Metric both(Metric one, Metric other) {
        return one.toBuilder().mergeFrom(other).build();
    }
}
