// libslirp, found by its header and library name alone: its pkg-config file asks for the headers of glib, which
// libslirp.h itself does not use.
#pragma once
#include <slirp/libslirp.h>
