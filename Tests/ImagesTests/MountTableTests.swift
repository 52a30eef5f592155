import Images
import Testing

@Suite struct MountTableTests {
  static let text = #"""
    22 1 0:2 / / rw - rootfs rootfs rw
    36 22 254:0 / /library ro,nodev,relatime - ext4 /dev/vda ro
    37 22 254:0 /host/usr /usr ro,nodev,relatime - ext4 /dev/vda ro
    38 22 0:40 / /tmp rw - tmpfs tmpfs rw
    39 22 254:16 / /my\040disk rw shared:1 - ext4 /dev/vdb rw
    40 22 254:32 / /twice rw - ext4 /dev/vdc rw
    41 40 0:41 / /twice rw - tmpfs tmpfs rw
    short
    """#

  @Test(
    arguments: [
      ("/library", "254:0"), ("/my disk", "254:16"), ("/tmp", nil), ("/library/host", nil), ("/twice", nil),
      ("/none", nil),
    ] as [(String, String?)])
  func findsTheDeviceBehindAMount(_ path: String, _ device: String?) {
    #expect(MountTable.device(mountedAt: path, in: Self.text) == device)
  }
}
