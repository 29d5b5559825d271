#pragma once

// The C library's allocator keeps what was freed, for each thread by itself.
namespace frontdesk::allocator {

// What a turn frees the next one needs: giving pages back after each costs more than the turn. Some megabytes are kept
// for each thread; blocks too large for that are the system's again at once. Before other threads begin.
void keep_what_turns_need();

// Gives back whatever lies free, in all threads; otherwise one big piece of work would be paid for as long as the
// process lives, and once for each thread that ever did one. Takes milliseconds.
void give_back();

}  // namespace frontdesk::allocator
