"""The language-model head on a CPU: log-probabilities of the tokens that count, in tiles of rows.

Off a GPU, TRL's fused head scores every position of the batch and computes the logits once more in the
backward pass: a quarter of all the work of a small model with 151,936 tokens where the loss covers only the
completions.  Here only the rows with a label are projected, and their gradient is computed in the forward
pass, while the probabilities are at hand: the head is frozen, so the rows are all that needs one.
"""

from __future__ import annotations

import functools
import types
from typing import Any

import torch
from torch import Tensor
from trl.trainer.utils import FusedCausalLMOutput

ROWS = 128  # of logits at a time; in float32 they take 78 MB


class _LabelLogProbs(torch.autograd.Function):
    """log p(label) of each row under softmax(hidden @ weight.T / temperature)."""

    @staticmethod
    def forward(
        ctx: Any, hidden: Tensor, weight: Tensor, labels: Tensor, temperature: float
    ) -> tuple[Tensor, ...]:
        log_probs = hidden.new_empty(len(labels), dtype=torch.float32)
        entropy, top1 = torch.empty_like(log_probs), torch.empty_like(log_probs, dtype=torch.bool)
        gradient = torch.empty_like(hidden)
        for start in range(0, len(labels), ROWS):
            rows = slice(start, start + ROWS)
            part, label = hidden[rows], labels[rows, None]
            scores = (part @ weight.T).float().div_(temperature)
            most = scores.amax(-1, keepdim=True)
            probs = scores.sub_(most)
            own = probs.gather(1, label)
            probs.exp_()
            total = probs.sum(-1, keepdim=True)
            mean = probs.div_(total).to(weight.dtype) @ weight  # the expected embedding under p
            log_probs[rows] = (own - total.log())[:, 0]
            top1[rows] = own[:, 0] == 0
            # H(p) = log Z - E_p[score], and the expected score is that of the expected embedding.
            expected = (part.float() * mean.float()).sum(-1) / temperature
            entropy[rows] = (most + total.log())[:, 0] - expected
            gradient[rows] = (weight[label[:, 0]].float() - mean.float()).div_(temperature).to(hidden.dtype)
        ctx.save_for_backward(gradient)
        ctx.mark_non_differentiable(entropy, top1)
        return log_probs, entropy, top1

    @staticmethod
    def backward(ctx: Any, upstream: Tensor, *_: Tensor) -> tuple[Tensor | None, ...]:
        (gradient,) = ctx.saved_tensors
        return (gradient.float() * upstream[:, None]).to(gradient.dtype), None, None, None


def score_labels_only(model: torch.nn.Module, temperature: float = 1.0) -> None:
    """Replace what ``model(…, labels=…, fused_lm_head=True)`` does; other calls stay as they are.

    ``model`` is the causal language model itself (not its PEFT wrapper), after the trainer has given it a
    fused head.  ValueError when its head is trained or has a bias: the gradient of neither is computed.
    """
    head = model.get_output_embeddings()
    if head.weight.requires_grad or head.bias is not None:
        raise ValueError("the head must be frozen and without bias")
    fused = model.forward

    # `generate` looks at the signature to refuse unknown arguments.
    @functools.wraps(fused)
    def forward(
        self: Any, *args: Any, fused_lm_head: bool = False, labels: Tensor | None = None, **kwargs: Any
    ) -> Any:
        if not fused_lm_head:
            return fused(*args, **({} if labels is None else {"labels": labels}), **kwargs)
        for unused in ("num_items_in_batch", "shift_labels"):
            kwargs.pop(unused, None)
        kwargs["use_cache"] = False
        hidden = self.base_model(*args, **kwargs).last_hidden_state[:, :-1]
        labels = labels[:, 1:]
        mask = labels != -100
        found = _LabelLogProbs.apply(
            hidden[mask], self.get_output_embeddings().weight, labels[mask], temperature
        )
        log_probs, entropy, top1 = (each.new_zeros(mask.shape).masked_scatter(mask, each) for each in found)
        return FusedCausalLMOutput(log_probs=log_probs, entropy=entropy, is_top1=top1, label_mask=mask)

    model.forward = types.MethodType(forward, model)
