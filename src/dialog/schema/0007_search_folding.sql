-- Words are kept in one writing of their umlauts: what is kept in the old one is read anew.
UPDATE conversations SET indexed = 0;
