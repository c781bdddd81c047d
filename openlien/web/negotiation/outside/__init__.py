"""Bills of providers outside the network: what they were promised, and what is fair for us beside it."""
