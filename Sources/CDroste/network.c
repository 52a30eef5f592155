#define _GNU_SOURCE
#include "include/droste_network.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <unistd.h>

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

_Static_assert(DROSTE_TAP_CHECKSUM == TUN_F_CSUM && DROSTE_TAP_TCP4 == TUN_F_TSO4 && DROSTE_TAP_TCP6 == TUN_F_TSO6 &&
                   DROSTE_TAP_ECN == TUN_F_TSO_ECN && DROSTE_TAP_UFO == TUN_F_UFO,
               "the offloads of tap devices");
_Static_assert(sizeof(struct virtio_net_hdr_mrg_rxbuf) == DROSTE_TAP_HEADER_LENGTH, "the vnet header of tap devices");
_Static_assert(sizeof(struct virtio_net_hdr) == DROSTE_VNET_HEADER_LENGTH, "the vnet header of packet sockets");

static int set_name(struct ifreq *request, const char *name) {
  memset(request, 0, sizeof *request);
  size_t length = strlen(name);
  if (length == 0 || length >= sizeof request->ifr_name) return -ENODEV;
  memcpy(request->ifr_name, name, length + 1);
  return 0;
}

static int close_with(int fd, int error) {
  close(fd);
  return -error;
}

int droste_tap_open(const char *name, unsigned *offloads) {
  struct ifreq request;
  int wrong = set_name(&request, name);
  if (wrong < 0) return wrong;
  // TUNSETIFF makes a device that is not there, so look first. IFF_PERSIST below tells whether it was made
  // nevertheless, because the device went away in between; closing removes it again.
  if (if_nametoindex(name) == 0) return -ENODEV;
  int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return -errno;
  // A persistent device takes the flags of whoever attaches to it.
  request.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;
  if (ioctl(fd, TUNSETIFF, &request) < 0) return close_with(fd, errno);
  if (ioctl(fd, TUNGETIFF, &request) < 0) return close_with(fd, errno);
  if (!(request.ifr_flags & IFF_PERSIST)) return close_with(fd, ENODEV);
  int length = DROSTE_TAP_HEADER_LENGTH;
  if (ioctl(fd, TUNSETVNETHDRSZ, &length) < 0) return close_with(fd, errno);
  // An older kernel refuses all when it does not know one: USO is of 6.2, UFO came back with 4.15.
  static const unsigned wanted[] = {
      DROSTE_TAP_CHECKSUM | DROSTE_TAP_TCP4 | DROSTE_TAP_TCP6 | DROSTE_TAP_ECN | DROSTE_TAP_UFO | DROSTE_TAP_USO4 |
          DROSTE_TAP_USO6,
      DROSTE_TAP_CHECKSUM | DROSTE_TAP_TCP4 | DROSTE_TAP_TCP6 | DROSTE_TAP_ECN | DROSTE_TAP_UFO,
      DROSTE_TAP_CHECKSUM | DROSTE_TAP_TCP4 | DROSTE_TAP_TCP6 | DROSTE_TAP_ECN,
      DROSTE_TAP_CHECKSUM | DROSTE_TAP_TCP4 | DROSTE_TAP_TCP6,
      DROSTE_TAP_CHECKSUM,
      0,
  };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    if (ioctl(fd, TUNSETOFFLOAD, (unsigned long)wanted[i]) == 0) {
      *offloads = wanted[i];
      return fd;
    }
    if (errno != EINVAL) break;
  }
  return close_with(fd, errno);
}

static int set_option(int fd, int option, int value) {
  return setsockopt(fd, SOL_PACKET, option, &value, sizeof value);
}

int droste_packet_open(const char *name) {
  struct ifreq request;
  int wrong = set_name(&request, name);
  if (wrong < 0) return wrong;
  // Protocol 0 receives nothing until bind(), so no frame of another interface or without header gets in.
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  unsigned index = if_nametoindex(name);
  if (index == 0) return close_with(fd, ENODEV);
  if (set_option(fd, PACKET_VNET_HDR, 1) < 0 || set_option(fd, PACKET_AUXDATA, 1) < 0 ||
      set_option(fd, PACKET_IGNORE_OUTGOING, 1) < 0)
    return close_with(fd, errno);
  // 4 MiB hold 2 ms of 10 Gbit/s; 1 MiB of frames may be on their way out. Beyond the system's limit only root may go;
  // elsewhere the limit is what there is.
  int room = 4 << 20;
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) < 0)
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  room = 1 << 20;
  if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room) < 0)
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  struct sockaddr_ll address = {
      .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int)index};
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) return close_with(fd, errno);
  struct packet_mreq membership = {.mr_ifindex = (int)index, .mr_type = PACKET_MR_PROMISC};
  if (setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &membership, sizeof membership) < 0)
    return close_with(fd, errno);
  return fd;
}

int droste_packet_receive(int socket, void *buffer, size_t stride, unsigned count, struct droste_packet *packets) {
  struct mmsghdr messages[DROSTE_PACKET_RECEIVE_LIMIT];
  struct iovec vectors[DROSTE_PACKET_RECEIVE_LIMIT];
  union {
    char bytes[CMSG_SPACE(sizeof(struct tpacket_auxdata))];
    struct cmsghdr header;
  } controls[DROSTE_PACKET_RECEIVE_LIMIT];
  if (count > DROSTE_PACKET_RECEIVE_LIMIT) count = DROSTE_PACKET_RECEIVE_LIMIT;
  for (unsigned i = 0; i < count; i++) {
    vectors[i] = (struct iovec){.iov_base = (char *)buffer + i * stride, .iov_len = stride};
    messages[i].msg_hdr = (struct msghdr){.msg_iov = &vectors[i],
                                          .msg_iovlen = 1,
                                          .msg_control = &controls[i],
                                          .msg_controllen = sizeof controls[i]};
  }
  int received;
  do received = recvmmsg(socket, messages, count, MSG_DONTWAIT | MSG_TRUNC, NULL);
  while (received < 0 && errno == EINTR);
  if (received < 0) return -errno;
  for (int i = 0; i < received; i++) {
    packets[i] = (struct droste_packet){.length = messages[i].msg_len};
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&messages[i].msg_hdr); c != NULL;
         c = CMSG_NXTHDR(&messages[i].msg_hdr, c)) {
      if (c->cmsg_level != SOL_PACKET || c->cmsg_type != PACKET_AUXDATA ||
          c->cmsg_len < CMSG_LEN(sizeof(struct tpacket_auxdata)))
        continue;
      struct tpacket_auxdata data;
      memcpy(&data, CMSG_DATA(c), sizeof data);
      if (data.tp_status & TP_STATUS_VLAN_VALID) {
        packets[i].has_vlan = 1;
        packets[i].vlan_tci = data.tp_vlan_tci;
        packets[i].vlan_tpid = data.tp_status & TP_STATUS_VLAN_TPID_VALID ? data.tp_vlan_tpid : ETH_P_8021Q;
      }
    }
  }
  return received;
}

int droste_packet_send(int socket, const void *header, const void *frame, size_t length) {
  struct iovec vectors[2] = {
      {.iov_base = (void *)header, .iov_len = DROSTE_VNET_HEADER_LENGTH},
      {.iov_base = (void *)frame, .iov_len = length}};
  struct msghdr message = {.msg_iov = vectors, .msg_iovlen = 2};
  ssize_t count;
  do count = sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (count < 0 && errno == EINTR);
  return count < 0 ? -errno : 0;
}

int droste_packet_send_many(int socket, const void *packets, const uint32_t *ends, unsigned start, unsigned count) {
  struct mmsghdr messages[DROSTE_PACKET_SEND_LIMIT];
  struct iovec vectors[DROSTE_PACKET_SEND_LIMIT];
  if (count > DROSTE_PACKET_SEND_LIMIT) count = DROSTE_PACKET_SEND_LIMIT;
  if (start >= count) return 0;
  uint32_t offset = start == 0 ? 0 : ends[start - 1];
  for (unsigned i = start; i < count; i++) {
    vectors[i] = (struct iovec){.iov_base = (char *)packets + offset, .iov_len = ends[i] - offset};
    messages[i].msg_hdr = (struct msghdr){.msg_iov = &vectors[i], .msg_iovlen = 1};
    offset = ends[i];
  }
  int sent;
  do sent = sendmmsg(socket, messages + start, count - start, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent < 0 ? -errno : sent;
}

int droste_interface_mtu(int socket, const char *name) {
  struct ifreq request;
  int wrong = set_name(&request, name);
  if (wrong < 0) return wrong;
  if (ioctl(socket, SIOCGIFMTU, &request) < 0) return -errno;
  return request.ifr_mtu;
}

int droste_kernel_is_at_least(int major, int minor) {
  struct utsname name;
  int own_major = 0, own_minor = 0;
  if (uname(&name) < 0 || sscanf(name.release, "%d.%d", &own_major, &own_minor) != 2) return 0;
  return own_major > major || (own_major == major && own_minor >= minor);
}

ssize_t droste_write_pair(int fd, const void *header, size_t header_length, const void *body, size_t length) {
  struct iovec vectors[2] = {
      {.iov_base = (void *)header, .iov_len = header_length}, {.iov_base = (void *)body, .iov_len = length}};
  ssize_t count;
  do count = writev(fd, vectors, 2);
  while (count < 0 && errno == EINTR);
  return count < 0 ? -errno : count;
}

int droste_packet_interface(int socket) {
  struct sockaddr_ll address = {0};
  socklen_t length = sizeof address;
  if (getsockname(socket, (struct sockaddr *)&address, &length) < 0) return -errno;
  // The kernel sets -1 when the interface is unregistered; a new one of the same name does not bind it again.
  return address.sll_ifindex > 0 ? address.sll_ifindex : -ENODEV;
}

int droste_interface_flags(const char *name) {
  struct ifreq request;
  int wrong = set_name(&request, name);
  if (wrong < 0) return wrong;
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  if (ioctl(fd, SIOCGIFFLAGS, &request) < 0) return close_with(fd, errno);
  close(fd);
  return (unsigned short)request.ifr_flags;
}

int droste_enter_network_namespace(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -errno;
  if (setns(fd, CLONE_NEWNET) < 0) return close_with(fd, errno);
  close(fd);
  return 0;
}
