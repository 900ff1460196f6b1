#include "cli/app.h"

int main(int argc, char** argv) { return hm::cli::Main(argc, argv); }
