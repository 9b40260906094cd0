#!/bin/sh
# Every stage with a tiny random model: minutes on two cores, no download.   sh training/runs/tiny.sh [FOLDER]
set -eu
cd "$(dirname "$0")/../.."
. training/runs/stages.sh
folder=${1:-runs/tiny}
export HF_HUB_OFFLINE=1
OPTIONS="--set export.folder=$folder/checkpoints"
stages tiny "$folder" data distil sft partition stage1 stage2 export evaluate
