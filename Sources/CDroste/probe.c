#include "include/droste_probe.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ARRAY_COUNT(array) (sizeof(array) / sizeof(*(array)))

int droste_probe_open(void) {
  // Frames with a tag in them pass: they are rare, and are looked at outside of the kernel.
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_ARP, 4, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_8021Q, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IP, 0, 3),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 14 + 9),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, 256),
      BPF_STMT(BPF_RET | BPF_K, 0),
  };
  struct sock_fprog program = {.len = ARRAY_COUNT(code), .filter = code};
  // Without a protocol nothing comes before the filter is there.
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -errno;
  int on = 1;
  struct sockaddr_ll all = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
  if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0 ||
      setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0 ||
      setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, &on, sizeof on) != 0 ||
      bind(fd, (struct sockaddr *)&all, sizeof all) != 0) {
    int error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int droste_probe_receive(int socket, void *buffer, size_t length, struct droste_probe_frame *frame) {
  char control[CMSG_SPACE(sizeof(struct tpacket_auxdata)) + CMSG_SPACE(sizeof(struct timespec))]
      __attribute__((aligned(8)));
  struct sockaddr_ll from;
  struct iovec part = {.iov_base = buffer, .iov_len = length};
  struct msghdr message = {.msg_name = &from,
                           .msg_namelen = sizeof from,
                           .msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = control,
                           .msg_controllen = sizeof control};
  ssize_t count = recvmsg(socket, &message, 0);
  if (count < 0) return -errno;
  memset(frame, 0, sizeof *frame);
  frame->length = (uint32_t)count;
  frame->interface = from.sll_ifindex;
  frame->is_outgoing = from.sll_pkttype == PACKET_OUTGOING;
  for (struct cmsghdr *head = CMSG_FIRSTHDR(&message); head; head = CMSG_NXTHDR(&message, head)) {
    if (head->cmsg_level == SOL_PACKET && head->cmsg_type == PACKET_AUXDATA) {
      struct tpacket_auxdata data;
      memcpy(&data, CMSG_DATA(head), sizeof data);
      frame->has_vlan = (data.tp_status & TP_STATUS_VLAN_VALID) != 0;
      frame->vlan_tci = data.tp_vlan_tci;
    } else if (head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_TIMESTAMPNS) {
      struct timespec time;
      memcpy(&time, CMSG_DATA(head), sizeof time);
      frame->nanoseconds = (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
    }
  }
  return 0;
}

int droste_probe_send(int socket, int interface, const void *frame, size_t length) {
  struct sockaddr_ll to = {.sll_family = AF_PACKET,
                           .sll_protocol = htons(ETH_P_ALL),
                           .sll_ifindex = interface,
                           .sll_halen = 6};
  if (length < 14) return -EINVAL;
  memcpy(to.sll_addr, frame, 6);
  // What protocol it is matters to whoever looks at the frame on its way out.
  memcpy(&to.sll_protocol, (const char *)frame + 12, 2);
  return sendto(socket, frame, length, 0, (struct sockaddr *)&to, sizeof to) < 0 ? -errno : 0;
}
