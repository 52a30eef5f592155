// Network devices: tap, packet sockets, network namespaces. Every function returns a negative errno on failure, so
// that nothing between the system call and the caller can overwrite it.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Bytes of the header that PACKET_VNET_HDR puts before each frame.
#define DROSTE_VNET_HEADER_LENGTH 10

/// What the kernel tells beside a frame of a packet socket (PACKET_AUXDATA).
struct droste_packet_auxiliary {
  /// Whether a VLAN tag was taken out of the frame.
  int has_vlan;
  uint16_t vlan_tci;
  uint16_t vlan_tpid;
};

/// Attaches to the persistent tap device `name`, without a packet header and without offloads, non-blocking.
/// -ENODEV when there is none, -EBUSY when another process holds it. Never makes a device.
int droste_tap_open(const char *name);

/// A raw packet socket on the interface `name`: all protocols, promiscuous, without the frames that this host
/// sends, with a vnet header before each frame and auxiliary data, non-blocking.
int droste_packet_open(const char *name);

/// Reads one frame with its vnet header. Returns the bytes of both, which may be more than `length`: then the rest
/// of the frame is lost.
ssize_t droste_packet_receive(int socket, void *buffer, size_t length, struct droste_packet_auxiliary *auxiliary);

/// Sends one complete frame: no checksum to fill in, not to be segmented.
ssize_t droste_packet_send(int socket, const void *frame, size_t length);

/// The index of the interface that the packet socket is bound to; -ENODEV when that interface was removed.
int droste_packet_interface(int socket);

/// The interface's flags (IFF_UP and others).
int droste_interface_flags(const char *name);

/// Moves the calling thread into the network namespace at `path` (/run/netns/NAME, /proc/PID/ns/net).
int droste_enter_network_namespace(const char *path);
