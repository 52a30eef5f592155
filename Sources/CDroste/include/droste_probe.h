// Packet sockets that probes are sent and watched with. Every function returns a negative errno on failure.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// What the kernel tells of a frame.
struct droste_probe_frame {
  /// Bytes of it in the buffer.
  uint32_t length;
  /// The interface's index.
  int32_t interface;
  /// Whether this computer sends it.
  uint16_t is_outgoing;
  /// Whether a VLAN tag was taken out of the frame, and the tag.
  uint16_t has_vlan;
  uint16_t vlan_tci;
  /// Nanoseconds since 1970, when the kernel had it.
  uint64_t nanoseconds;
};

/// A raw packet socket on all interfaces that gets ARP and ICMP over IPv4, at most 256 bytes of a frame, both ways;
/// non-blocking. A filter in the kernel keeps everything else from it. -EPERM without CAP_NET_RAW.
int droste_probe_open(void);

/// Reads one frame. -EAGAIN when there is none.
int droste_probe_receive(int socket, void *buffer, size_t length, struct droste_probe_frame *frame);

/// Sends one frame, Ethernet header first, by an interface. Returns 0.
int droste_probe_send(int socket, int interface, const void *frame, size_t length);
