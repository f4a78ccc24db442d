@NullMarked
package dev.backfill.bench;

import org.jspecify.annotations.NullMarked;
