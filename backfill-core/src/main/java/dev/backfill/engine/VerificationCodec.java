package dev.backfill.engine;

import dev.backfill.run.Verification;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A verification as text, for the control database. */
final class VerificationCodec {
    private static final JsonMapper JSON = JsonMapper.shared();

    private VerificationCodec() {}

    static String encode(Verification verification) {
        return JSON.writeValueAsString(verification);
    }

    static Verification decode(@Nullable String text) {
        return text == null ? Verification.PENDING : JSON.readValue(text, Verification.class);
    }
}
