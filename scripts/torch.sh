#!/bin/sh
# Install torch: its CPU build where pip can find one, else the public build with all that it needs.
set -eu
python=$1
here=$(dirname "$0")/..
"$python" -m pip install --no-deps -r "$here/requirements/torch.txt"
# The public build does not import without its CUDA libraries; a CPU build does, and saves 2 GB.
if ! "$python" -c 'import torch' 2>/dev/null; then
  echo '== torch: this build needs further libraries, installing them' >&2
  "$python" -m pip install -r "$here/requirements/torch.txt"
  "$python" -c 'import torch'
fi
