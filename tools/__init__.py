"""What runs the product on one machine: servers, front-end files, processes, a browser."""
