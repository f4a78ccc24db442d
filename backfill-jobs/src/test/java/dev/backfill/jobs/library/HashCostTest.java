package dev.backfill.jobs.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashCostTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            $2a$10$N9qo8uLOickgx2ZMRZoMye                      | bcrypt    | 1024
            $2b$12$N9qo8uLOickgx2ZMRZoMye                      | bcrypt    | 4096
            $2y$04$N9qo8uLOickgx2ZMRZoMye                      | bcrypt    | 16
            {bcrypt}$2a$10$N9qo8uLOickgx2ZMRZoMye              | bcrypt    | 1024
            $argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA       | argon2id  | 3
            $argon2i$m=4096,t=12,p=1$c2FsdA$aGFzaA             | argon2i   | 12
            pbkdf2_sha256$600000$salt$aGFzaA=                  | pbkdf2    | 600000
            $pbkdf2-sha256$29000$c2FsdA$aGFzaA                 | pbkdf2    | 29000
            $pbkdf2-sha512$i=210000,l=64$c2FsdA$aGFzaA         | pbkdf2    | 210000
            pbkdf2:sha256:260000$salt$aGFzaA                   | pbkdf2    | 260000
            $pbkdf2$131000$c2FsdA$aGFzaA                       | pbkdf2    | 131000
            $6$rounds=656000$salt$aGFzaA                       | sha-crypt | 656000
            $5$salt$aGFzaA                                     | sha-crypt | 5000
            """)
    void readsTheCostFromThePrefix(String hash, String scheme, int rounds) {
        assertThat(HashCost.parse(hash)).contains(new HashCost(scheme, rounds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain text",
                "5f4dcc3b5aa765d61d8327deb882cf99",
                "$2a$31$N9qo8uLOickgx2ZMRZoMye",
                "$2a$03$N9qo8uLOickgx2ZMRZoMye",
                "$2a$1$short",
                "$1$salt$md5crypt",
                "$argon2id$v=19$m=65536,t=0,p=4$c2FsdA$aGFzaA",
                "pbkdf2_sha256$99999999999$salt$aGFzaA",
                "pbkdf2_sha256$$salt$aGFzaA",
                "$argon2id$"
            })
    void doesNotGuess(String hash) {
        assertThat(HashCost.parse(hash)).isEmpty();
    }
}
