#!/bin/sh
set -e
ln -sf '/opt/${sanitizedProductName}/plugfleet' /usr/bin/plugfleet
ln -sf '/opt/${sanitizedProductName}/${executable}' '/usr/bin/${executable}'
# where ordinary users may not make namespaces, Chromium's sandbox needs a helper that belongs to root
helper='/opt/${sanitizedProductName}/chrome-sandbox'
if [ -f "$helper" ]; then
  if unshare --user true 2>/dev/null; then chmod 0755 "$helper"; else chmod 4755 "$helper"; fi
fi
if command -v update-desktop-database >/dev/null; then update-desktop-database /usr/share/applications || true; fi
