"""The subpackage that made LexPam: an open LexNum, distilled trajectories, SFT and two-stage GRPO.

Stages run as ``python -m training STAGE --recipe training/recipes/NAME.yaml`` (arXiv 2504.02590 §3 to §5).
``training`` uses ``lexcalc`` (rulebook, parser, verification); ``lexcalc`` never imports ``training``.
"""
