package dev.backfill.jobs.operations;

import dev.backfill.definition.Backfill;
import dev.backfill.definition.DefinitionReader;
import dev.backfill.definition.Transform;
import dev.backfill.error.BackfillException;
import dev.backfill.jobs.config.Configuration;
import dev.backfill.jobs.config.ConfigurationReader;
import dev.backfill.jobs.library.Library;
import java.nio.file.Path;
import java.util.List;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.support.GenericApplicationContext;

/** Wires configuration, beans, definitions and engine. */
public final class Application {
    private final EngineFactory engines;
    private final List<Class<?>> beans;

    /** With the backfills and transforms that ship. */
    public Application(EngineFactory engines) {
        this(engines, List.of(Library.class));
    }

    /**
     * With others.
     *
     * @param beans Spring configuration classes whose {@link Backfill} and {@link Transform} beans definitions may use
     */
    public Application(EngineFactory engines, List<Class<?>> beans) {
        this.engines = engines;
        this.beans = List.copyOf(beans);
    }

    /**
     * Reads configuration and beans; connects to nothing yet.
     *
     * @throws BackfillException if the configuration has a mistake
     */
    public Operations open(Path configurationFile) {
        // a plain context on Spring Boot's environment: nothing here needs auto-configuration, and it starts at once
        GenericApplicationContext context = new GenericApplicationContext();
        Configuration configuration = ConfigurationReader.read(configurationFile, context.getEnvironment());
        new AnnotatedBeanDefinitionReader(context).register(beans.toArray(Class<?>[]::new));
        context.refresh();
        DefinitionReader reader = new DefinitionReader(
                context.getBeansOfType(Transform.class),
                configuration.databases().keySet());
        List<Backfill> built =
                List.copyOf(context.getBeansOfType(Backfill.class).values());
        return new Operations(
                configuration,
                () -> reader.readFolder(configuration.definitions()).with(built),
                engines.open(configuration),
                context::close);
    }
}
