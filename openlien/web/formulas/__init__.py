"""The pages that say what every published figure means, and what every refusal means."""
