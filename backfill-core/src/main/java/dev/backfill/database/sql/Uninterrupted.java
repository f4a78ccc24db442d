package dev.backfill.database.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a thread's interrupt out of a database that runs inside of this process: H2 would swallow it where it waits, and a
 * run that is to pause would go on.
 */
final class Uninterrupted {
    /** The most special first. */
    private static final List<Class<?>> KINDS = List.of(PreparedStatement.class, Statement.class, Connection.class);

    private Uninterrupted() {}

    static DataSource of(DataSource source) {
        return wrapped(DataSource.class, source);
    }

    private static <T> T wrapped(Class<T> kind, Object target) {
        return kind.cast(Proxy.newProxyInstance(
                Uninterrupted.class.getClassLoader(),
                new Class<?>[] {kind},
                (proxy, method, arguments) -> method.getName().equals("equals")
                        ? proxy == Objects.requireNonNull(arguments)[0]
                        : call(target, method, arguments)));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean interrupted = Thread.interrupted();
        try {
            Object result = method.invoke(target, arguments);
            for (Class<?> kind : KINDS) {
                if (result != null && method.getReturnType().equals(kind)) {
                    return wrapped(kind, result);
                }
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
