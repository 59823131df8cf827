"""One room a step of a strategy. Each takes frozen inputs and returns a frozen result that explains itself."""
