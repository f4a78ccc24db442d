#!/bin/bash
# Runs once, when the primary's data is made: lets the standby in.
set -euo pipefail
echo 'host replication app samenet scram-sha-256' >> "$PGDATA/pg_hba.conf"
