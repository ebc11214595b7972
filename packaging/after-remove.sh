#!/bin/sh
set -e
# people's fleets lie in their own folders and stay
rm -f /usr/bin/plugfleet '/usr/bin/${executable}'
