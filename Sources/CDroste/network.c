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
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

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

int droste_tap_open(const char *name) {
  struct ifreq request;
  int wrong = set_name(&request, name);
  if (wrong < 0) return wrong;
  // TUNSETIFF makes a device that is not there, so look first. IFF_PERSIST below tells whether it was made
  // nevertheless, because the device went away in between; closing removes it again.
  if (if_nametoindex(name) == 0) return -ENODEV;
  int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return -errno;
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  if (ioctl(fd, TUNSETIFF, &request) < 0) return close_with(fd, errno);
  if (ioctl(fd, TUNGETIFF, &request) < 0) return close_with(fd, errno);
  if (!(request.ifr_flags & IFF_PERSIST)) return close_with(fd, ENODEV);
  // Without offloads the kernel fills in checksums and segments before it hands a frame over.
  if (ioctl(fd, TUNSETOFFLOAD, 0UL) < 0) return close_with(fd, errno);
  return fd;
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
  // 4 MiB hold 2 ms of 10 Gbit/s. Beyond the system's limit only root may go; elsewhere the limit is what there is.
  int room = 4 << 20;
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) < 0)
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  struct sockaddr_ll address = {
      .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int)index};
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) return close_with(fd, errno);
  struct packet_mreq membership = {.mr_ifindex = (int)index, .mr_type = PACKET_MR_PROMISC};
  if (setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &membership, sizeof membership) < 0)
    return close_with(fd, errno);
  return fd;
}

ssize_t droste_packet_receive(int socket, void *buffer, size_t length, struct droste_packet_auxiliary *auxiliary) {
  struct iovec vector = {.iov_base = buffer, .iov_len = length};
  char control[CMSG_SPACE(sizeof(struct tpacket_auxdata))] __attribute__((aligned(8)));
  struct msghdr message = {
      .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  memset(auxiliary, 0, sizeof *auxiliary);
  ssize_t count;
  do count = recvmsg(socket, &message, MSG_TRUNC);
  while (count < 0 && errno == EINTR);
  if (count < 0) return -errno;
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c != NULL; c = CMSG_NXTHDR(&message, c)) {
    if (c->cmsg_level != SOL_PACKET || c->cmsg_type != PACKET_AUXDATA ||
        c->cmsg_len < CMSG_LEN(sizeof(struct tpacket_auxdata)))
      continue;
    struct tpacket_auxdata data;
    memcpy(&data, CMSG_DATA(c), sizeof data);
    if (data.tp_status & TP_STATUS_VLAN_VALID) {
      auxiliary->has_vlan = 1;
      auxiliary->vlan_tci = data.tp_vlan_tci;
      auxiliary->vlan_tpid = data.tp_status & TP_STATUS_VLAN_TPID_VALID ? data.tp_vlan_tpid : ETH_P_8021Q;
    }
  }
  return count;
}

ssize_t droste_packet_send(int socket, const void *frame, size_t length) {
  struct virtio_net_hdr header = {0};
  struct iovec vectors[2] = {
      {.iov_base = &header, .iov_len = sizeof header}, {.iov_base = (void *)frame, .iov_len = length}};
  struct msghdr message = {.msg_iov = vectors, .msg_iovlen = 2};
  ssize_t count;
  do count = sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
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
