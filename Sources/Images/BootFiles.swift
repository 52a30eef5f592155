/// The text files of an image: what its busybox init does, in which order, and the few files of /etc.
///
/// Theory of operation. The kernel unpacks the initramfs and runs busybox as `/init`, which reads `/etc/inittab`:
/// the mounts, then at the same time the agent, the rest of the start (first the modules of the guest link), in a host
/// the service, and a shell on the serial console. A new process is costly under emulation, so nothing that the agent
/// can do without comes before it, and scripts prefer what the shell does itself.
enum BootFiles {
  struct File {
    var path: String
    var text: String
    var mode: UInt32 = 0o644
  }

  /// Files below `/` other than those below `/usr`.
  static func system(_ recipe: ImageRecipe) -> [File] {
    [
      File(path: "etc/inittab", text: inittab(recipe)),
      File(path: "etc/fstab", text: fstab),
      File(path: "etc/passwd", text: passwd),
      File(path: "etc/group", text: group),
      File(path: "etc/hosts", text: "127.0.0.1 localhost\n::1 localhost\n"),
      File(path: "etc/nsswitch.conf", text: "passwd: files\ngroup: files\nhosts: files dns\n"),
      File(path: "etc/profile", text: profile),
      File(path: "etc/droste/start", text: start, mode: 0o755),
      File(path: "etc/droste/dhcp", text: dhcp, mode: 0o755),
      File(path: "etc/droste/stop", text: stop, mode: 0o755),
      File(path: "etc/droste/kvm", text: kvm, mode: 0o755),
    ] + (recipe.isHost ? [File(path: "etc/droste/host", text: host, mode: 0o755)] : [])
  }

  /// Names below `usr/sbin` that all are the program `halt`.
  static let haltNames = ["halt", "poweroff", "reboot"]

  private static func inittab(_ recipe: ImageRecipe) -> String {
    """
    ::sysinit:/bin/mount -a
    ::once:/etc/droste/start
    ::respawn:/usr/bin/droste-agent
    \(recipe.isHost ? "::respawn:/etc/droste/host\n" : "")\
    ttyS0::respawn:-/bin/sh
    ::ctrlaltdel:/sbin/reboot
    ::shutdown:/etc/droste/stop

    """
  }

  private static let fstab = """
    proc /proc proc nosuid,nodev,noexec 0 0
    sysfs /sys sysfs nosuid,nodev,noexec 0 0
    devtmpfs /dev devtmpfs nosuid,mode=0755 0 0
    tmpfs /run tmpfs nosuid,nodev,mode=0755 0 0
    tmpfs /tmp tmpfs nosuid,nodev,mode=1777 0 0

    """

  private static let passwd = """
    root:x:0:0:root:/root:/bin/sh
    droste:x:100:100:droste:/var/lib/droste:/bin/false
    nobody:x:65534:65534:nobody:/nonexistent:/bin/false

    """

  private static let group = """
    root:x:0:
    tty:x:5:
    kvm:x:99:droste
    droste:x:100:
    nogroup:x:65534:

    """

  private static let profile = """
    export PATH=/usr/sbin:/usr/bin HOME=/root
    [ -t 0 ] && PS1='\\u@\\h:\\w\\$ '

    """

  /// What every machine does beside the agent's start.
  private static let start = """
    #!/bin/sh
    # Host name, pseudo terminals, devices, network; KVM where the processor has extensions.
    modprobe -a virtio_pci virtio_console
    read -r line </proc/cmdline
    name=
    for word in $line; do
      case $word in droste.name=*) name=${word#*=} ;; esac
    done
    [ -n "$name" ] && echo "$name" >/proc/sys/kernel/hostname

    # An idle machine is to sleep. The kernel looks twice a second for memory to compact ahead of need and collects its
    # statistics once: in a guest of guests that is half of what those around it do while all are idle.
    echo 0 >/proc/sys/vm/compaction_proactiveness
    echo 10 >/proc/sys/vm/stat_interval

    modprobe -a virtio_net virtio_blk virtio_rng
    ifconfig lo 127.0.0.1 up
    for path in /sys/class/net/eth*; do
      [ -e "$path" ] || continue
      interface=${path##*/}
      ifconfig "$interface" up
      udhcpc -f -p "/run/udhcpc.$interface.pid" -i "$interface" -s /etc/droste/dhcp -t 4 -T 1 -A 2 -O mtu -O staticroutes ${name:+-x hostname:$name} \\
        </dev/null >/dev/null 2>&1 &
    done

    mkdir -p /dev/pts /dev/shm
    mount -t devpts -o gid=5,mode=0620,ptmxmode=0666 devpts /dev/pts
    mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs /dev/shm
    modprobe -a virtio_balloon virtio_mem
    grep -q -w -e svm -e vmx /proc/cpuinfo && /etc/droste/kvm
    exit 0

    """

  /// Loads KVM and lets QEMU open it without privileges: `kvm`'s users, as udev's rule has it.
  private static let kvm = """
    #!/bin/sh
    if grep -q -w svm /proc/cpuinfo; then modprobe kvm_amd; else modprobe kvm_intel; fi 2>/dev/null
    [ -c /dev/kvm ] || exit 1
    chgrp kvm /dev/kvm
    chmod 0660 /dev/kvm
    # Memory that a machine shares with its switches comes in huge pages too: a machine starts a sixth sooner.
    echo advise >/sys/kernel/mm/transparent_hugepage/shmem_enabled

    """

  /// udhcpc's script, see busybox's examples/udhcp/simple.script. `$1` is the event; the lease is in variables.
  private static let dhcp = """
    #!/bin/sh
    # An interface with a static address needs no client any more.
    if [ -e "/run/static.$interface" ]; then
      kill "$PPID"
      exit 0
    fi
    # Where an external switch took the interface over, its address belongs on the switch's host adapter, which has
    # the same MAC address and an alias of the form "vEthernet (NAME)".
    device=$interface
    read -r mac </sys/class/net/$interface/address
    for path in /sys/class/net/*; do
      alias= other=
      read -r alias <"$path/ifalias"
      case $alias in vEthernet*) read -r other <"$path/address" ;; esac 2>/dev/null
      [ -n "$other" ] && [ "$other" = "$mac" ] && device=${path##*/}
    done
    read -r index <"/sys/class/net/$interface/ifindex"
    metric=$((100 + index))
    resolver=/run/resolv.$interface

    case $1 in
    deconfig)
      ifconfig "$device" 0.0.0.0 up
      rm -f "/run/udhcpc.$interface"
      [ -e "/run/dns.$interface" ] || rm -f "$resolver"
      ;;
    bound | renew)
      [ -n "$mtu" ] && ifconfig "$interface" mtu "$mtu"
      [ "$device" = "$interface" ] || ifconfig "$interface" 0.0.0.0 up
      ifconfig "$device" "$ip" netmask "${subnet:-255.255.255.0}" ${broadcast:+broadcast "$broadcast"} \\
        ${mtu:+mtu "$mtu"} up
      while ip route del default dev "$device" 2>/dev/null; do :; done
      if [ -n "$staticroutes" ]; then
        # Option 121 replaces the router option (RFC 3442).
        set -- $staticroutes
        while [ $# -ge 2 ]; do
          if [ "$2" = 0.0.0.0 ]; then
            ip route replace "$1" dev "$device" metric "$metric"
          else
            ip route replace "$1" via "$2" dev "$device" metric "$metric"
          fi
          shift 2
        done
      else
        for gateway in $router; do
          ip route add default via "$gateway" dev "$device" metric "$metric" && break
        done
      fi
      # DNS servers that an administrator set stay (Set-DnsClientServerAddress, netsh).
      [ -e "/run/dns.$interface" ] || {
        [ -n "$domain" ] && echo "search $domain"
        for server in $dns; do echo "nameserver $server"; done
      } >"$resolver"
      # What the agent tells of the lease.
      printf 'serverid=%s\\nrouter=%s\\ndns=%s\\nlease=%s\\n' "$serverid" "$router" "$dns" "$lease" \\
        >"/run/udhcpc.$interface"
      ;;
    *) exit 0 ;;
    esac
    cat /run/resolv.* >/run/resolv 2>/dev/null
    mv /run/resolv /etc/resolv.conf

    """

  /// The service of a nested host, which init starts again whenever it ends.
  private static let host = """
    #!/bin/sh
    # The library disk is found by its serial; from then on /usr is that of the library, which has everything that the
    # initramfs has and what a host needs beyond it.
    if ! [ -e /library/host/usr/bin/droste ]; then
      modprobe -a virtio_pci virtio_blk
      mkdir -p /library
      for path in /sys/block/vd*; do
        serial=
        read -r serial <"$path/serial" 2>/dev/null
        [ "$serial" = droste-library ] && mount -t ext4 -o ro,nodev "/dev/${path##*/}" /library
      done 2>/dev/null
      if ! [ -e /library/host/usr/bin/droste ]; then
        echo 'droste: no disk with the serial droste-library' >/dev/console
        exec sleep 5
      fi
      mount --bind /library/host/usr /usr
    fi
    grep -q -w -e svm -e vmx /proc/cpuinfo && ! [ -e /dev/kvm ] && /etc/droste/kvm
    modprobe tun
    mkdir -p /var/lib/droste /run/droste /var/log
    chmod 0700 /var/lib/droste /run/droste
    echo $$ >/run/droste-host.pid
    export PATH=/usr/sbin:/usr/bin HOME=/root
    export DROSTE_HOME=/var/lib/droste DROSTE_IMAGES=/library DROSTE_RUN=/run/droste
    exec /usr/bin/droste host run --engine kvm </dev/null >>/var/log/droste.log 2>&1

    """

  /// What happens before the power goes: the service of a host gets 3 s to end, every other process 0.2 s.
  private static let stop = """
    #!/bin/sh
    trap '' TERM HUP INT
    # init starts nothing again while it is stopped.
    kill -TSTP 1
    if read -r service </run/droste-host.pid && kill -TERM "$service"; then
      tries=30
      while [ -d "/proc/$service" ] && [ $tries -gt 0 ]; do
        usleep 100000
        tries=$((tries - 1))
      done
    fi 2>/dev/null
    kill -TERM -1
    usleep 200000
    sync
    umount -a -r -t ext4,ext3,ext2,vfat,xfs,btrfs 2>/dev/null
    exit 0

    """

  /// halt, poweroff and reboot. busybox's own have init sleep for 2 s, which is most of the time that a machine
  /// without a disk needs to stop. `-f` skips the orderly part, as theirs does.
  static let halt = """
    #!/bin/sh
    trap '' TERM HUP INT
    [ "$1" = -f ] || /etc/droste/stop
    exec /usr/bin/busybox "${0##*/}" -f

    """
}
