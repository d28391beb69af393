// What a stranger's first program does: include the one header and run.
#include <merit/merit.hpp>

int main() { return 0; }
