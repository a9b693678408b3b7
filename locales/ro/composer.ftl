# composer
