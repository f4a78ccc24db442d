package dev.backfill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitWatchTest {
    private final CommitWatch watch = new CommitWatch();

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "commit;", " END ", "COMMIT WORK", "commit\ttransaction ;"})
    void recognisesTheSpellingsOfCommit(String sql) throws IOException {
        assertThat(watch.commits(frame('Q', sql))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ROLLBACK", "COMMIT PREPARED 'x'", "SELECT 'COMMIT'", "COMMITTED"})
    void leavesOthersAlone(String sql) throws IOException {
        assertThat(watch.commits(frame('Q', sql))).isFalse();
    }

    @Test
    void followsAPreparedStatementByItsName() throws IOException {
        assertThat(watch.commits(frame('P', "S_1", "COMMIT"))).isFalse();
        assertThat(watch.commits(frame('P', "S_2", "SELECT 1"))).isFalse();
        assertThat(execute("S_1")).isTrue();
        assertThat(execute("S_2")).isFalse();
        assertThat(execute("S_1")).isTrue();
    }

    @Test
    void forgetsANameThatIsClosedOrUsedAgain() throws IOException {
        watch.commits(frame('P', "S_1", "COMMIT"));
        watch.commits(frame('C', "SS_1"));
        assertThat(execute("S_1")).isFalse();

        watch.commits(frame('P', "", "COMMIT"));
        watch.commits(frame('P', "", "SELECT 1"));
        assertThat(execute("")).isFalse();
    }

    private boolean execute(String statement) throws IOException {
        assertThat(watch.commits(frame('B', "", statement))).isFalse();
        return watch.commits(frame('E', ""));
    }

    private static Frame frame(char type, String... strings) throws IOException {
        byte[] body = (String.join("\0", strings) + "\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocate(5 + body.length)
                .put((byte) type)
                .putInt(4 + body.length)
                .put(body);
        return Frame.read(new DataInputStream(new ByteArrayInputStream(message.array())));
    }
}
