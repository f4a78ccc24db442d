import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Fails if a suite that must run was skipped or absent, in whole or in part, according to Surefire's reports. Which must
 * is in {@code .ci/required-suites}, or in the file that is named.
 */
class Gate {
    private static final Pattern ABSTRACT = Pattern.compile("(?m)^(public |sealed |non-sealed )*(abstract class|interface) ");

    record Report(String suite, int tests, int failed, int skipped) {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of("");
        List<Report> reports = reports(root);
        List<Path> suites = suites(root);
        List<String> problems = new ArrayList<>();
        String list = arguments.length > 0 ? arguments[0] : ".ci/required-suites";
        for (String required : Files.readAllLines(root.resolve(list))) {
            if (!required.isBlank() && !required.startsWith("#")) {
                check(required.strip(), suites, reports, problems);
            }
        }
        int tests = reports.stream().mapToInt(Report::tests).sum();
        int failed = reports.stream().mapToInt(Report::failed).sum();
        int skipped = reports.stream().mapToInt(Report::skipped).sum();
        reports.stream().filter(r -> r.skipped() > 0).forEach(r -> System.out.println("skipped in part: " + r));
        System.out.printf("%d suites, %d tests, %d failed, %d skipped%n", reports.size(), tests, failed, skipped);
        if (failed > 0) {
            problems.add(failed + " tests failed");
        }
        problems.stream().distinct().forEach(problem -> System.err.println("GATE: " + problem));
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    private static void check(String required, List<Path> suites, List<Report> reports, List<String> problems) {
        // the class, and perhaps one nested in it
        int dollar = required.indexOf('$');
        String outer = dollar < 0 ? required : required.substring(0, dollar);
        String nested = dollar < 0 ? "" : required.substring(dollar);
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + outer + ".java");
        List<Path> matching =
                suites.stream().filter(s -> matcher.matches(s.getFileName())).toList();
        if (matching.isEmpty()) {
            problems.add(required + ": no such test class");
        }
        for (Path suite : matching) {
            String name = className(suite) + nested;
            List<Report> own = reports.stream()
                    .filter(r -> r.suite().equals(name) || r.suite().startsWith(name + "$"))
                    .toList();
            int tests = own.stream().mapToInt(Report::tests).sum();
            int skipped = own.stream().mapToInt(Report::skipped).sum();
            if (tests == 0 || skipped > 0) {
                problems.add(name + " must run in full: " + tests + " tests, " + skipped + " skipped, " + own.size()
                        + " reports");
            }
        }
    }

    private static String className(Path source) {
        String path = source.toString();
        return path.substring(path.indexOf("src/test/java/") + 14, path.length() - ".java".length())
                .replace('/', '.');
    }

    private static List<Path> suites(Path root) throws IOException {
        List<Path> suites = new ArrayList<>();
        for (Path module : modules(root)) {
            Path tests = module.resolve("src/test/java");
            if (Files.isDirectory(tests)) {
                try (var files = Files.walk(tests)) {
                    files.filter(f -> f.toString().endsWith("Test.java")).forEach(suites::add);
                }
            }
        }
        suites.removeIf(Gate::isAbstract);
        return suites;
    }

    private static boolean isAbstract(Path source) {
        try {
            return ABSTRACT.matcher(Files.readString(source)).find();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + source, e);
        }
    }

    private static List<Report> reports(Path root) throws Exception {
        List<Report> reports = new ArrayList<>();
        for (Path module : modules(root)) {
            Path folder = module.resolve("target/surefire-reports");
            if (Files.isDirectory(folder)) {
                try (var files = Files.newDirectoryStream(folder, "TEST-*.xml")) {
                    for (Path file : files) {
                        reports.addAll(inFile(file));
                    }
                }
            }
        }
        return reports;
    }

    /**
     * By the class of each test: Surefire reports nested suites in the file of the class around them, and numbers the runs
     * of a class that has parameters. Of a property it knows the class by its simple name; the file has the whole one.
     */
    private static List<Report> inFile(Path file) throws Exception {
        Element all = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
        NodeList tests = all.getElementsByTagName("testcase");
        Map<String, Report> reports = new TreeMap<>();
        for (int i = 0; i < tests.getLength(); i++) {
            Element test = (Element) tests.item(i);
            String named = test.getAttribute("classname").replaceAll("\\[\\d+\\]", "");
            String suite = all.getAttribute("name").endsWith("." + named) ? all.getAttribute("name") : named;
            boolean failed = has(test, "failure") || has(test, "error");
            reports.merge(
                    suite,
                    new Report(suite, 1, failed ? 1 : 0, has(test, "skipped") ? 1 : 0),
                    (a, b) -> new Report(
                            a.suite(), a.tests() + b.tests(), a.failed() + b.failed(), a.skipped() + b.skipped()));
        }
        return List.copyOf(reports.values());
    }

    private static boolean has(Element test, String child) {
        return test.getElementsByTagName(child).getLength() > 0;
    }

    private static List<Path> modules(Path root) throws IOException {
        try (var children = Files.list(root.toAbsolutePath())) {
            return children.filter(c -> Files.exists(c.resolve("pom.xml"))).toList();
        }
    }
}
