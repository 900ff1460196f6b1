#include "http/buffer.h"
