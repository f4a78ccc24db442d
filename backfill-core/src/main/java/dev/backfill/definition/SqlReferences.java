package dev.backfill.definition;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.util.TablesNamesFinder;
import org.jspecify.annotations.Nullable;

/** What an expression refers to. Names inside a sub-select belong to its own tables and are not the row's columns. */
final class SqlReferences extends TablesNamesFinder<@Nullable Void> {
    /** Words without parentheses that the parser takes for columns, and the columns that every table has. */
    private static final Set<String> NOT_COLUMNS = Set.of(
            "true",
            "false",
            "null",
            "default",
            "current_catalog",
            "current_date",
            "current_role",
            "current_schema",
            "current_time",
            "current_timestamp",
            "current_user",
            "localtime",
            "localtimestamp",
            "session_user",
            "system_user",
            "user",
            "ctid",
            "xmin",
            "xmax",
            "cmin",
            "cmax",
            "tableoid");

    /** Their first argument may be a word for a unit of time. */
    private static final Set<String> BY_UNIT = Set.of("timestampadd", "timestampdiff");

    private static final Set<String> UNITS =
            Set.of("microsecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year");

    private static final Set<String> AGGREGATES = Set.of(
            "array_agg",
            "avg",
            "bit_and",
            "bit_or",
            "bit_xor",
            "bool_and",
            "bool_or",
            "count",
            "every",
            "group_concat",
            "json_agg",
            "json_object_agg",
            "json_arrayagg",
            "json_objectagg",
            "jsonb_agg",
            "jsonb_object_agg",
            "max",
            "min",
            "mode",
            "percentile_cont",
            "percentile_disc",
            "range_agg",
            "stddev",
            "stddev_pop",
            "stddev_samp",
            "string_agg",
            "sum",
            "variance",
            "var_pop",
            "var_samp",
            "xmlagg",
            "corr",
            "any_value");

    private final Set<String> columns = new LinkedHashSet<>();
    private final Set<String> functions = new LinkedHashSet<>();
    private @Nullable String aggregate;
    private int depth;

    static SqlReferences of(Expression expression) {
        SqlReferences found = new SqlReferences();
        found.init(true);
        expression.accept(found, null);
        return found;
    }

    Set<String> columns() {
        return columns;
    }

    Set<String> functions() {
        return functions;
    }

    /** The first aggregate or window function outside of sub-selects. */
    @Nullable
    String aggregate() {
        return aggregate;
    }

    @Override
    public <S> @Nullable Void visit(Column column, S context) {
        String spelled = column.getColumnName();
        boolean special = column.getTable() == null && NOT_COLUMNS.contains(spelled.toLowerCase(Locale.ROOT));
        if (depth == 0 && !special) {
            columns.add(SqlToken.nameOf(spelled));
        }
        return null;
    }

    @Override
    public <S> @Nullable Void visit(Function function, S context) {
        String name = function.getName().toLowerCase(Locale.ROOT).replace("\"", "");
        name = name.substring(name.lastIndexOf('.') + 1);
        functions.add(name);
        if (depth == 0 && aggregate == null && AGGREGATES.contains(name)) {
            aggregate = name;
        }
        if (BY_UNIT.contains(name)
                && function.getParameters() != null
                && isUnit(function.getParameters().get(0))) {
            function.getParameters().stream().skip(1).forEach(each -> each.accept(this, context));
            return null;
        }
        return super.visit(function, context);
    }

    private static boolean isUnit(Expression argument) {
        return argument instanceof Column column
                && UNITS.contains(
                        column.getFullyQualifiedName().toLowerCase(Locale.ROOT).replaceFirst("^sql_tsi_", ""));
    }

    @Override
    public <S> @Nullable Void visit(AnalyticExpression function, S context) {
        functions.add(function.getName().toLowerCase(Locale.ROOT));
        if (depth == 0 && aggregate == null) {
            aggregate = function.getName().toLowerCase(Locale.ROOT);
        }
        return super.visit(function, context);
    }

    @Override
    public <S> @Nullable Void visit(PlainSelect select, S context) {
        depth++;
        super.visit(select, context);
        depth--;
        return null;
    }

    @Override
    public <S> @Nullable Void visit(SetOperationList select, S context) {
        depth++;
        super.visit(select, context);
        depth--;
        return null;
    }

    @Override
    public <S> @Nullable Void visit(WithItem<?> item, S context) {
        depth++;
        super.visit(item, context);
        depth--;
        return null;
    }
}
