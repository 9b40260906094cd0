#!/bin/sh
# Chromium and LibreOffice, with which the papers and the review page are tested: Debian's packages, where this
# machine has Debian's package manager and we may use it. Without them those tests say that they are left out.
set -eu
command -v chromium >/dev/null && command -v soffice >/dev/null && exit 0
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo 'no chromium or LibreOffice here' >&2; exit 0; }
export DEBIAN_FRONTEND=noninteractive
{ apt-get update -qq && apt-get install -y -qq --no-install-recommends \
    chromium chromium-driver libreoffice-calc libreoffice-writer fonts-noto-cjk; } >/dev/null ||
  echo 'chromium and LibreOffice could not be installed; their tests will be left out' >&2
