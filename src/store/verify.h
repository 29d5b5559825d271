#pragma once

#include "store/anchoring.h"
#include "store/place.h"

namespace frontdesk::store {

// Whether the place is to be made. Throws Error{internal, "store/missing"} where its database was there and is gone.
bool is_new(Files& files, const Place& place);

// Throws Error{internal, "store/damaged"} where the file is shorter than the shortest: SQLite would begin a new one.
void refuse_short(Files& files, const Place& place);

// Holds a place against its anchor, and each page against its sum, before anything is done with it. Reads the whole
// file. What can't be believed is Error{internal, "store/damaged"} that names file and remedy, and is left as it is;
// what can, but is worth a word (a torn anchor), is left in place.note.
void verify(const Vfs& vfs, Files& files, Connection& connection, const Place& place);

// Leaves no file of a place; its connections are closed before.
void remove_files(Files& files, const Place& place);

// Believes what is there of a place, as far as its pages are whole, and anchors it anew; a place whose database is gone
// is given up. Returns what was done, as a sentence.
std::string accept(const Vfs& vfs, Files& files, const Place& place);

}  // namespace frontdesk::store
