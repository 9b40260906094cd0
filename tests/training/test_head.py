"""The head that scores labelled rows only: the values and gradients of the plain computation."""

from __future__ import annotations

import pytest

pytest.importorskip("trl")

import torch

from training import tiny
from training.head import score_labels_only


@pytest.mark.parametrize("temperature", [1.0, 0.7])
def test_values_and_gradients_are_those_of_the_whole_logits(temperature):
    model = tiny.model(tiny.tokenizer(iter(["经济补偿 119000 元"]))).float()
    model.lm_head.weight.requires_grad_(False)
    ids = torch.randint(0, model.config.vocab_size, (3, 17), generator=torch.Generator().manual_seed(1))
    labels = ids.clone()
    labels[:, :6] = -100
    labels[2] = -100
    gate = model.model.layers[0].mlp.gate_proj.weight

    logits = model(input_ids=ids).logits[:, :-1] / temperature
    plain = torch.log_softmax(logits, -1).gather(2, ids[:, 1:, None])[..., 0]
    mask = labels[:, 1:] != -100
    weights = torch.rand(mask.shape, generator=torch.Generator().manual_seed(2))
    (plain * mask * weights).sum().backward()
    expected, gate.grad = gate.grad, None

    score_labels_only(model, temperature)
    found = model(input_ids=ids, labels=labels, fused_lm_head=True)
    (found.log_probs * weights).sum().backward()
    assert torch.equal(found.label_mask, mask)
    assert torch.allclose(found.log_probs, plain * mask, atol=1e-5)
    assert torch.allclose(gate.grad, expected, atol=1e-6)
    entropy = torch.distributions.Categorical(logits=logits).entropy() * mask
    assert torch.allclose(found.entropy, entropy, atol=1e-4)
    assert torch.equal(found.is_top1, (logits.argmax(-1) == ids[:, 1:]) & mask)
    assert torch.allclose(model(input_ids=ids).logits[:, :-1] / temperature, logits)


def test_a_trained_head_is_refused():
    model = tiny.model(tiny.tokenizer(iter(["经济补偿"])))
    with pytest.raises(ValueError, match="frozen"):
        score_labels_only(model)
