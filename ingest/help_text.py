"""What `python -m ingest --help` teaches."""

HELP = """\
Memasukkan dokumen ke penyimpanan agar dapat dicari dan dikutip oleh Asisten Netralitas ASN.

Cara pakai:
  python -m ingest BERKAS_FOLDER_ATAU_ALAMAT…   tambahkan atau perbarui dokumen
  python -m ingest --list                       daftar dokumen yang tersimpan
  python -m ingest --remove ID…                 hapus dokumen dari penyimpanan (berkas Anda tidak disentuh)
  python -m ingest --check                      periksa penyimpanan dan perbaiki yang rusak
  python -m ingest --rebuild [BERKAS…]          bangun ulang semuanya; yang lama melayani sampai yang baru selesai

Contoh:
  python -m ingest ingest/articles
  python -m ingest ~/dokumen/berita surat-edaran.pdf https://contoh.go.id/berita/netralitas
  python -m ingest "~/dokumen/**/*.docx" --dry-run
  python -m ingest berita --prune
  python -m ingest berita --cases tests/questions/*.jsonl
  python -m ingest --remove berita/pilkada-2024.txt
  ASSISTANT_EMBEDDING_MODEL=~/model-baru python -m ingest --rebuild ~/dokumen

Pilihan:
  --prune            hapus dari penyimpanan dokumen yang berkasnya sudah tidak ada di folder yang disebut
  --dry-run          hanya katakan apa yang akan terjadi; tidak ada yang ditulis
  --cases BERKAS…    tanyakan soal uji ini sebelum dan sesudahnya, lalu sebutkan jawaban dan kutipan yang berubah
                     (bentuk soal: tests/questions/README.md)
  --allow-private    izinkan alamat di jaringan sendiri (intranet); biasanya hanya alamat umum yang dibaca
  --store DIR        folder penyimpanan (bawaan: vectorstore, atau isi ASSISTANT_VECTORSTORE)
  --json             hasil sebagai satu objek JSON di keluaran baku
  -h, --help         tampilkan bantuan ini

Yang dapat dibaca: .txt, .md, .html, .pdf, .docx, dan alamat web http(s); teks paling besar 20 MB, PDF dan Word 100 MB.
Folder dibaca sampai ke dalam; berkas jenis lain, README, dan berkas tersembunyi dilewati. Pola seperti *.pdf boleh.

Perintah yang sama boleh diulang kapan saja, juga selagi halaman terbuka dan sesudah terputus:
  - Yang tidak berubah dilewati tanpa dibaca; dari yang berubah hanya bagian yang baru dihitung lagi.
  - Setiap dokumen tersimpan utuh atau tidak sama sekali. Yang tidak terbaca disebutkan, yang lain tetap masuk.
  - Berita yang sama dari situs lain, atau salinan yang diubah sedikit, disebutkan dan tidak disimpan dua kali. Bila
    yang pertama dihapus, salinannya masuk pada kali berikutnya.
  - Hanya satu yang menulis pada satu waktu: yang kedua menunggu paling lama 10 menit. Disk harus memuat satu salinan
    penyimpanan lagi, karena perubahan dibuat pada salinan yang baru kemudian menggantikannya.
  - Dari dokumen yang baru atau berubah dilaporkan bagian mana yang baru dan mana yang hilang, dan peraturan mana yang
    baru disebut, sudah dicabut atau tidak dikenal.

--rebuild diperlukan bila model embedding atau cara memotong dokumen berganti. Dokumen dari BERKAS… dibaca lagi, yang
lain dibawa serta dengan teks yang tersimpan. Bila terputus, yang lama tetap melayani; ulangi perintahnya untuk
melanjutkan. Mulai ulang halaman sesudah berganti model.

Judul, penerbit, dan tanggal dicari di dalam berkasnya. Untuk .md Anda dapat menuliskannya sendiri di bagian paling atas
berkas (semuanya boleh dikosongkan):

  ---
  title: Netralitas ASN pada Pemilu 2024
  publisher: Bagian Humas
  date: 2024-01-30
  url: https://contoh.go.id/berita/netralitas
  kind: berita
  ---

Kode keluar: 0 bila semuanya beres, 1 bila ada yang gagal (atau, pada --check, ada yang masih harus Anda kerjakan),
2 bila perintahnya salah, 130 bila Anda hentikan.
"""
