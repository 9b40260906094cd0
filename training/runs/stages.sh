# Run by the scripts beside it: `stages RECIPE FOLDER STAGE…`, each stage a process of its own.
# A stage that is complete for this recipe is not done again; a broken-off one goes on.
# LAUNCH goes before the stages that train, e.g. "accelerate launch --config_file training/accelerate/zero2.yaml".

PYTHON=${PYTHON:-.venv/bin/python}

stages() {
  recipe=$1 folder=$2
  shift 2
  for stage in "$@"; do
    echo "== $stage ($recipe)" >&2
    case $stage in
      sft | stage1 | stage2) launch=${LAUNCH:-$PYTHON} ;;
      *) launch=$PYTHON ;;
    esac
    # shellcheck disable=SC2086  # the launcher is a command with its options
    $launch -m training "$stage" --recipe "$recipe" --output "$folder" ${OPTIONS:-}
  done
}
