import HostAPI
import HyperV
import TestSupport
import Testing

/// A host on which things can be spoilt that belong to the computer: its service runs in a mount namespace of its own,
/// where QEMU's program is a script that changes its arguments. Nothing of it is seen outside. Needs root.
///
/// - `/mnt/changes`: a script for sed, for each argument of QEMU
/// - `/mnt/more`: further arguments
/// - `/mnt/debug [EFER]`: through the pipes `/mnt/gdb.in` and `.out` of a machine's debugger port, writes the register of
///   its processor; without, lets the machine run, which stands still when it has a debugger
struct SpoiledHost: DoctorPlace {
  let droste: Droste
  let service: ForegroundService

  static func run(_ body: (SpoiledHost) async throws -> Void) async throws {
    let before = try await HostTraces.now()
    let droste = try Droste()
    let service = try await droste.startService(by: ["unshare", "--mount", "bash", "-c", setup, "host"])
    let host = SpoiledHost(droste: droste, service: service)
    let result: Result<Void, any Error>
    do { result = .success(try await body(host)) } catch { result = .failure(error) }
    // What a fault that failed has left.
    for machine in (try? await droste.client.status().machines) ?? [] {
      try await droste("stop", machine.configuration.name, "--turn-off")
    }
    try await service.stop()
    try await droste.expectNothingLeft(before)
    droste.folder.remove()
    try result.get()
  }

  func host(_ script: String) -> Command {
    Command(["nsenter", "--target", "\(service.processID)", "--mount", "bash", "-e", "-c", script])
  }

  /// QEMU finds its firmware and its modules by where its program is, so the real one is put in its own folder, in the
  /// place of another of the same package.
  private static let setup = #"""
    set -e
    mount -t tmpfs -o size=64m,mode=755 tmpfs /mnt
    cat >/mnt/qemu <<'END'
    #!/bin/bash
    arguments=()
    for a in "$@"; do arguments+=("$(printf %s "$a" | sed -f /mnt/changes)"); done
    exec -a "$0" /usr/bin/qemu-system-i386 "${arguments[@]}" $(cat /mnt/more)
    END
    cat >/mnt/debug <<'END'
    #!/bin/bash
    # The remote protocol of GDB; the register 20h is EFER, the lowest byte first. QEMU tells registers only to those who
    # have read what there is.
    exec 3<>/mnt/gdb.in 4<>/mnt/gdb.out
    while read -r -t 0.2 -n 1 -u 4; do :; done
    say() {
      sum=0
      for byte in $(printf %s "$1" | od -An -v -t u1); do sum=$(((sum + byte) % 256)); done
      printf '+$%s#%02x' "$1" $sum >&3
    }
    answer() { read -r -t 10 -d '#' -u 4 text || exit 1; }
    if [ $# -gt 0 ]; then
      printf '\003' >&3; answer
      say qXfer:features:read:target.xml:0,ff; answer
      say P20=$1; answer
      case "$text" in *OK) ;; *) exit 1 ;; esac
    fi
    say c
    END
    chmod 755 /mnt/qemu /mnt/debug
    : >/mnt/changes
    : >/mnt/more
    mkfifo -m 666 /mnt/gdb.in /mnt/gdb.out
    mount --bind /usr/bin/qemu-system-x86_64 /usr/bin/qemu-system-i386
    mount --bind /mnt/qemu /usr/bin/qemu-system-x86_64
    exec "$@"
    """#
}
