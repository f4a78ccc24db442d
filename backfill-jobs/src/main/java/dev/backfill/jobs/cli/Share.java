package dev.backfill.jobs.cli;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A percentage as people type it: {@code 1%}, {@code 0.5%}. */
final class Share implements ITypeConverter<Double> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3}(\\.\\d{1,6})?)%");

    @Override
    public Double convert(String value) {
        Matcher matcher = FORM.matcher(value);
        if (matcher.matches()) {
            double share = new BigDecimal(matcher.group(1)).movePointLeft(2).doubleValue();
            if (share > 0 && share < 1) {
                return share;
            }
        }
        throw new TypeConversionException(
                "found " + value + "; expected a percentage such as 1% or 0.5%, above 0% and below 100%");
    }
}
