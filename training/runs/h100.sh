#!/bin/sh
# LexPam on GPUs.   sh training/runs/h100.sh [RECIPE] [FOLDER]; GPUS=n trains on n of them with DeepSpeed ZeRO-2.
set -eu
cd "$(dirname "$0")/../.."
. training/runs/stages.sh
recipe=${1:-lexpam-0.5b-h100}
if [ "${GPUS:-1}" -gt 1 ]; then
  LAUNCH="$PYTHON -m accelerate.commands.launch --config_file training/accelerate/zero2.yaml --num_processes $GPUS"
fi
stages "$recipe" "${2:-runs/$(basename "$recipe" .yaml)}" \
  data distil sft partition stage1 stage2 export evaluate
