// Network devices: tap, packet sockets, network namespaces. Every function returns a negative errno on failure, so
// that nothing between the system call and the caller can overwrite it.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Bytes of the header that PACKET_VNET_HDR puts before each frame.
#define DROSTE_VNET_HEADER_LENGTH 10
/// Bytes of the header before each frame of a tap device that `droste_tap_open` has opened.
#define DROSTE_TAP_HEADER_LENGTH 12
/// Most frames of one system call.
#define DROSTE_PACKET_RECEIVE_LIMIT 16
#define DROSTE_PACKET_SEND_LIMIT 64

/// Offloads of tap devices (TUN_F_…); the last two are not in the headers of Linux before 6.2.
enum {
  DROSTE_TAP_CHECKSUM = 0x01,
  DROSTE_TAP_TCP4 = 0x02,
  DROSTE_TAP_TCP6 = 0x04,
  DROSTE_TAP_ECN = 0x08,
  DROSTE_TAP_UFO = 0x10,
  DROSTE_TAP_USO4 = 0x20,
  DROSTE_TAP_USO6 = 0x40,
};

/// What the kernel tells of a frame of a packet socket.
struct droste_packet {
  /// Bytes of vnet header and frame. More than the buffer had: the rest of the frame is lost.
  uint32_t length;
  /// Whether a VLAN tag was taken out of the frame (PACKET_AUXDATA).
  uint16_t has_vlan;
  uint16_t vlan_tci;
  uint16_t vlan_tpid;
};

/// Attaches to the persistent tap device `name`, with a vnet header before each frame, non-blocking. Frames may leave
/// checksums and segments to the reader; `offloads` gets what the kernel knows of DROSTE_TAP_….
/// -ENODEV when there is none, -EBUSY when another process holds it. Never makes a device.
int droste_tap_open(const char *name, unsigned *offloads);

/// A raw packet socket on the interface `name`: all protocols, promiscuous, without the frames that this host
/// sends, with a vnet header before each frame and auxiliary data, non-blocking.
int droste_packet_open(const char *name);

/// Reads up to `count` frames (16 at most), each with its vnet header, into `buffer` at multiples of `stride`. Returns
/// how many, with what is to be told of each in `packets`.
int droste_packet_receive(int socket, void *buffer, size_t stride, unsigned count, struct droste_packet *packets);

/// Sends one frame after its vnet header of 10 bytes. Returns 0.
int droste_packet_send(int socket, const void *header, const void *frame, size_t length);

/// Sends up to 64 packets, each a vnet header and a frame, that lie one behind the other in `packets`; `ends` tells where
/// each ends. Those before `start` are left out. Returns how many were sent: less than `count - start` when the
/// next failed, whose error the next call tells.
int droste_packet_send_many(int socket, const void *packets, const uint32_t *ends, unsigned start, unsigned count);

/// The interface's MTU, asked through any socket.
int droste_interface_mtu(int socket, const char *name);

/// Whether the running kernel is of this version or a later one.
int droste_kernel_is_at_least(int major, int minor);

/// Writes both parts in one call.
ssize_t droste_write_pair(int fd, const void *header, size_t header_length, const void *body, size_t length);

/// The index of the interface that the packet socket is bound to; -ENODEV when that interface was removed.
int droste_packet_interface(int socket);

/// The interface's flags (IFF_UP and others).
int droste_interface_flags(const char *name);

/// Moves the calling thread into the network namespace at `path` (/run/netns/NAME, /proc/PID/ns/net).
int droste_enter_network_namespace(const char *path);
