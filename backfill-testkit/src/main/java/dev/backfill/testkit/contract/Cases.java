package dev.backfill.testkit.contract;

import dev.backfill.testkit.contract.KeyCase.Kind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Runs a parameterised test on what there is to try in the database. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(Cases.Source.class)
@interface Cases {
    Of value();

    /** Lists of {@link TestValues}. */
    enum Of {
        KEYS,
        COPIED_KEYS,
        TRICKY_KEYS,
        COLLATED_KEYS,
        ASSIGNMENTS,
        CARRIED,
        REFUSALS,
        ATTACKS,
        SLY_FUNCTIONS;

        private List<?> in(TestValues values) {
            return switch (this) {
                case KEYS -> values.keys();
                case COPIED_KEYS -> values.copiedKeys();
                case TRICKY_KEYS -> ofKind(values, Kind.TRICKY);
                case COLLATED_KEYS -> ofKind(values, Kind.COLLATED);
                case ASSIGNMENTS -> values.assignments();
                case CARRIED -> values.carried();
                case REFUSALS -> values.refusals();
                case ATTACKS -> values.attacks();
                case SLY_FUNCTIONS -> values.slyFunctions();
            };
        }

        private static List<KeyCase> ofKind(TestValues values, Kind kind) {
            return values.keys().stream().filter(key -> key.kind() == kind).toList();
        }
    }

    /** Asks the server of the class for its dialect. */
    final class Source implements ArgumentsProvider, AnnotationConsumer<Cases> {
        private Of of = Of.KEYS;

        @Override
        public void accept(Cases annotation) {
            of = annotation.value();
        }

        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            TestValues values = ContractServer.of(context).dialect().values();
            return of.in(values).stream().map(Arguments::of);
        }
    }
}
