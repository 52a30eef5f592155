import Images
import Testing

@Suite struct KernelModulesTests {
  static let modules = KernelModules(
    dependencyText: """
      kernel/virtio/virtio.ko: kernel/virtio/virtio_ring.ko
      kernel/virtio/virtio_ring.ko:
      kernel/char/virtio-rng.ko: kernel/virtio/virtio.ko kernel/virtio/virtio_ring.ko
      kernel/net/netfilter/nft_nat.ko: kernel/lib/libcrc32c.ko
      kernel/net/netfilter_other/x.ko.xz:
      kernel/lib/libcrc32c.ko:
      # Aliases extracted from modules themselves.
      alias pci:v1 virtio
      """)

  @Test(
    arguments: [
      (["virtio_rng"], [], ["kernel/char/virtio-rng.ko", "kernel/virtio/virtio.ko", "kernel/virtio/virtio_ring.ko"]),
      (
        ["virtio-rng", "ext4"], [],
        ["kernel/char/virtio-rng.ko", "kernel/virtio/virtio.ko", "kernel/virtio/virtio_ring.ko"]
      ),
      ([], ["kernel/net/netfilter"], ["kernel/lib/libcrc32c.ko", "kernel/net/netfilter/nft_nat.ko"]),
      (["x"], [], ["kernel/net/netfilter_other/x.ko.xz"]),
      (["absent"], ["absent"], []),
    ] as [([String], [String], [String])])
  func closesOverDependencies(_ names: [String], _ folders: [String], _ expected: [String]) {
    #expect(Self.modules.closure(names: names, folders: folders) == expected)
  }
}
