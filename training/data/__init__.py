"""Questions: sampled facts whose gold the rulebook computes, told in many voices; and real judgments."""
