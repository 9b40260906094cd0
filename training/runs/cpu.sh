#!/bin/sh
# LexPam-0.5B on a CPU with two cores, about four hours.   sh training/runs/cpu.sh [FOLDER]
set -eu
cd "$(dirname "$0")/../.."
. training/runs/stages.sh
stages lexpam-0.5b-cpu "${1:-runs/lexpam-0.5b-cpu}" data distil sft partition stage1 stage2 export evaluate
