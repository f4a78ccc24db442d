#!/bin/bash
# Copies the primary on the first start, and follows it.
set -euo pipefail
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    pg_basebackup --host=postgres --username=app --pgdata="$PGDATA" --write-recovery-conf --wal-method=stream \
        --create-slot --slot=standby
    chmod 0700 "$PGDATA"
fi
exec postgres
