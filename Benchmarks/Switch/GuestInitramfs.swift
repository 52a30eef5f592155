import FoundationEssentials
import Images

/// The guest image's initramfs, and behind it an archive with iperf3, the libraries it needs, and what runs instead of
/// the image's own init.
enum GuestInitramfs {
  /// Where all of it lies in the guest.
  static let folder = "bench"
  static let commandLine = "rdinit=/\(folder)/init"

  /// Writes the file and returns its path.
  static func write(image: String, folder output: Folder) async throws -> String {
    let extra = "\(output.path)/extra"
    try await writeArchive(extra, output)
    let path = "\(output.path)/initrd"
    var whole = try Data(contentsOf: URL(filePath: "\(image)/initrd"))
    whole.append(try Data(contentsOf: URL(filePath: extra)))
    try output.write(whole, to: "initrd")
    return path
  }

  private static func writeArchive(_ path: String, _ output: Folder) async throws {
    let program = try Program.path("iperf3")
    var archive = try CPIOArchive(path: path)
    try archive.addFolder(folder)
    try archive.addFile("\(folder)/init", Array(script.utf8), mode: 0o755)
    // `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)`; the loader has no arrow.
    let libraries = try await Child.run(["ldd", program], folder: output).split(separator: "\n")
      .compactMap { line in line.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("/") } }
    for library in [program] + libraries.map(String.init) {
      let name = library.split(separator: "/").last.map(String.init) ?? library
      let bytes = try Data(contentsOf: URL(filePath: library))
      try archive.addFile("\(folder)/\(name)", [UInt8](bytes), mode: 0o755)
    }
    try archive.finish()
  }

  /// The machine's number is its address's last part; number 1 serves, the other measures again and again.
  private static let script = """
    #!/bin/sh
    export PATH=/usr/sbin:/usr/bin
    mount -t proc proc /proc
    mount -t sysfs sysfs /sys
    mount -t devtmpfs devtmpfs /dev 2>/dev/null
    mount -t tmpfs tmpfs /tmp
    modprobe virtio_pci
    modprobe virtio_net
    for word in $(cat /proc/cmdline); do case $word in bench.number=*) number=${word#*=} ;; esac; done
    until [ -e /sys/class/net/eth0 ]; do sleep 0.1; done
    ip link set lo up
    ip address add 10.77.0.$number/24 dev eth0
    ip link set eth0 up
    loader=$(echo /bench/ld-linux*)
    iperf3() { $loader --library-path /bench /bench/iperf3 "$@"; }
    if [ $number = 1 ]; then
      echo "bench: ready"
      while :; do iperf3 -s -1 >/dev/null 2>&1; done
    fi
    until ping -c 1 -W 1 10.77.0.1 >/dev/null 2>&1; do sleep 0.2; done
    echo "bench: ready"
    while :; do
      iperf3 -c 10.77.0.1 -t 5 -i 0 -f k 2>&1
      sleep 0.5
    done

    """
}
