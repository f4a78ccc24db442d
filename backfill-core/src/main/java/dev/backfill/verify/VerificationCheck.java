package dev.backfill.verify;

import dev.backfill.run.Verification.Result;
import java.util.List;

/** One kind of proof. Stateless. */
interface VerificationCheck {
    String name();

    /**
     * @return nothing if this kind of proof is not for this kind of backfill
     * @throws RuntimeException if the check could not be made; that counts as a mismatch
     */
    List<Result> run(Scope scope);
}
