"""What every door shares: the actor of a request, refusals as answers, paging, export."""
