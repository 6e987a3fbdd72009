"""What the program that serves the page says on the terminal, to whoever runs it."""

SERVING = "{product}: buka {address} di peramban. Tekan Ctrl+C untuk berhenti."
READY = "Asisten siap menjawab."
FAILED = "Asisten belum dapat dipakai"
PREPARING_ARTICLES = "Artikel bawaan dimasukkan ({done} dari {total} bagian) …"
PORT_TAKEN = (
    "Port {port} sudah dipakai program lain, jadi halaman tidak dapat dibuka. Hentikan program itu, atau pilih "
    "port lain, misalnya: python app.py --port {other}"
)
WRONG_COMMAND = "Perintah tidak dapat dijalankan ({message}).\nLihat: python app.py --help\n"
HELP = """\
Menjalankan Asisten Netralitas ASN sebagai halaman web di komputer ini.

Cara pakai:
  python app.py [--store DIR] [--port N]

Contoh:
  python app.py
  python app.py --port 8000 --store ~/dokumen-kantor

Pilihan:
  --store DIR    folder penyimpanan (bawaan: vectorstore, atau isi ASSISTANT_VECTORSTORE)
  --port N       nomor port halaman (bawaan: 7860, atau isi ASSISTANT_PORT)
  -h, --help     tampilkan bantuan ini

Alamat halaman dicetak di terminal; buka di peramban, dan tekan Ctrl+C di terminal untuk berhenti. Bila penyimpanan masih
kosong, artikel bawaan dimasukkan dahulu. Tambahkan dokumen Anda dengan: python -m ingest BERKAS_ATAU_FOLDER

Halaman hanya dapat dibuka dari komputer ini. Untuk membukanya bagi jaringan kantor, atur ASSISTANT_HOST=0.0.0.0; kata
sandi, batas pertanyaan, dan tanggapan pengguna diatur dengan variabel lingkungan lain, lihat “Pengaturan” di README.md.

Jawaban hanya dari kutipan, kecuali Anda memasang model bahasa yang menjelaskannya dengan kalimat biasa:
  ASSISTANT_CHAT_MODEL       penyedia dan nama model, misalnya ollama:qwen3:8b (penyedia: ollama, openai, anthropic, google)
  ASSISTANT_CHAT_BASE_URL    alamat server modelnya, misalnya http://127.0.0.1:8080/v1 (kosong: alamat penyedianya)
  ASSISTANT_CHAT_SECONDS     waktu paling lama untuk satu jawaban, dalam detik (bawaan: 45)
  ASSISTANT_ENGINE           extractive mematikannya tanpa menghapus yang lain
Model di luar komputer ini menerima pertanyaan dan kutipan; lihat “Memakai model bahasa” di README.md.

Untuk mematikan sementara tanpa menghentikan program, tulis pengumuman ke berkas off.txt di folder penyimpanan; halaman
menampilkannya dan tidak menjawab sampai berkas itu dihapus.
"""
