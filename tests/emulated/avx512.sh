#!/bin/bash
# Runs programs on an emulated processor with AVX-512: makes a disc with a small Linux and the programs, and boots it in Bochs. README.md says what it needs.
#   avx512.sh FOLDER SCRIPT [NAME=PROGRAMS...]
# FOLDER receives the disc and console.txt, what the guest prints. SCRIPT runs in the guest, where each folder PROGRAMS is /cd/NAME.
set -euo pipefail
root=${ROOT:-}
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
out=$(mkdir -p "$1" && cd "$1" && pwd)
script=$2
shift 2
PATH=$PATH:$root/usr/bin:$root/bin
rm -rf "$out/first" "$out/disc" "$out/console.txt"
mkdir -p "$out/first/bin" "$out/disc/isolinux" "$out/disc/lib" "$out/disc/dotnet/shared"

# What Linux starts with: busybox, the modules that reading a disc takes, and a script that goes on from there. Fast strings are not what Bochs
# does right: neither the kernel nor the C library is to use them.
kernel=$(find "$root/boot" -name 'vmlinuz-*' | sort -V | tail -1)
modules=(scsi_common scsi_mod libata ata_piix cdrom sr_mod isofs)
for module in "${modules[@]}"; do
    cp "$(find "$root/lib/modules/${kernel##*/vmlinuz-}" -name "$module.ko")" "$out/first/"
done
cp "$root/bin/busybox" "$out/first/bin/"
cat > "$out/first/init" <<INIT
#!/bin/busybox sh
/bin/busybox --install -s /bin
mkdir -p /proc /sys /dev /tmp /cd /lib64 /etc
echo root:x:0:0::/tmp:/bin/sh > /etc/passwd
mount -t proc none /proc; mount -t sysfs none /sys; mount -t devtmpfs none /dev; mount -t tmpfs none /tmp
for module in ${modules[*]}; do insmod /\$module.ko; done
while ! mount -t iso9660 -o ro /dev/sr0 /cd 2>/dev/null; do sleep 0.1; done
mount --bind /cd/lib /lib64
ifconfig lo up
export LD_LIBRARY_PATH=/lib64 DOTNET_ROOT=/cd/dotnet PATH=/bin:/cd/dotnet HOME=/tmp GLIBC_TUNABLES=glibc.cpu.hwcaps=-ERMS,-FSRM
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_TieredPGO=0 DOTNET_CLI_TELEMETRY_OPTOUT=1
cd /tmp
sh /cd/script
echo "guest: done"
sleep 1
poweroff -f
INIT
chmod +x "$out/first/init"
(cd "$out/first" && find . | cpio -o -H newc --quiet | gzip -1) > "$out/disc/isolinux/first.gz"

# The disc: Linux, the runtime and the libraries that it needs, the programs.
cp "$kernel" "$out/disc/isolinux/linux"
cp "$root/usr/lib/ISOLINUX/isolinux.bin" "$root/usr/lib/syslinux/modules/bios/ldlinux.c32" "$out/disc/isolinux/"
cat > "$out/disc/isolinux/isolinux.cfg" <<ISOLINUX
default linux
label linux
kernel linux
append initrd=first.gz console=ttyS0,115200 quiet nokaslr mitigations=off clearcpuid=rep_good,erms,fsrm
ISOLINUX
for library in libc.so.6 libdl.so.2 libgcc_s.so.1 libm.so.6 libpthread.so.0 librt.so.1 libstdc++.so.6 libssl.so.3 libcrypto.so.3 ld-linux-x86-64.so.2; do
    cp -L "/lib/x86_64-linux-gnu/$library" "$out/disc/lib/"
done
cp -r "$dotnet/dotnet" "$dotnet/host" "$out/disc/dotnet/"
cp -r "$dotnet/shared/Microsoft.NETCore.App" "$out/disc/dotnet/shared/"
cp "$script" "$out/disc/script"
for program in "$@"; do
    cp -rL "${program#*=}" "$out/disc/${program%%=*}"
done
genisoimage -quiet -R -f -allow-limited-size -b isolinux/isolinux.bin -c isolinux/catalog -no-emul-boot -boot-load-size 4 -boot-info-table -o "$out/disc.iso" "$out/disc"

# Without synchronization the processor's clock counts instructions, and so do programs that read it.
cat > "$out/bochsrc" <<BOCHS
display_library: nogui
cpu: model=${CPU:-corei7_icelake_u}, count=1, ips=100000000, ignore_bad_msrs=1
clock: sync=none, time0=1700000000
memory: guest=2048, host=2048
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
ata0-master: type=cdrom, path=$out/disc.iso, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev=$out/console.txt
log: $out/bochs.log
BOCHS
nice -n 19 "${BOCHS:-bochs}" -q -f "$out/bochsrc" > "$out/bochs.out" 2>&1 < /dev/null || true
grep -q '^guest: done' "$out/console.txt"
