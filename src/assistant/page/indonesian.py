"""The page in Indonesian."""

from assistant.page.wording import PageWording

INDONESIAN = PageWording(
    language="id",
    product="Asisten Netralitas ASN",
    summary="Menjawab pertanyaan ASN tentang netralitas dalam pemilu, lengkap dengan kutipan sumbernya.",
    disclaimer=(
        "Bukan nasihat hukum. Untuk kepastian, tanyakan kepada PPK atau inspektorat instansi Anda, BKN, atau Bawaslu."
    ),
    remote_line=(
        "Jawaban juga disusun oleh model bahasa di luar komputer ini ({model}). Nama orang, NIK, NIP, "
        "nomor telepon, dan surel yang dikenali disamarkan sebelum dikirim."
    ),
    standing_line="Ini bacaan atas kutipan di atas, bukan nasihat hukum dan bukan keputusan pejabat.",
    skip="Langsung ke pertanyaan",
    views="Bagian halaman",
    view_chat="Tanya",
    view_documents="Dokumen",
    view_about="Tentang",
    history="Riwayat",
    language_switch="English",
    toggle_theme="Terang / gelap",
    new_conversation="Percakapan baru",
    close="Tutup",
    cancel="Batal",
    welcome_title="Apa yang ingin Anda ketahui?",
    welcome_text=(
        "Tulis pertanyaan dengan bahasa sehari-hari. Jawabannya berupa putusan dan kutipan apa adanya dari "
        "dokumen, beserta sumber yang dapat Anda periksa."
    ),
    topics_title="Pilih topik",
    question_label="Pertanyaan Anda",
    question_placeholder="Tulis pertanyaan Anda …",
    send="Kirim",
    stop="Berhenti",
    you_asked="Anda bertanya",
    searching="Mencari di dokumen …",
    waiting="Asisten sedang disiapkan. Pertanyaan Anda dijawab begitu asisten siap; Anda tidak perlu mengirim ulang.",
    preparing="Asisten sedang disiapkan … Anda sudah dapat menulis pertanyaan.",
    preparing_articles="Asisten sedang disiapkan … artikel bawaan dimasukkan ({done} dari {total} bagian).",
    failed="Asisten belum dapat dipakai",
    answer_failed=(
        "Maaf, terjadi kesalahan saat menyusun jawaban. Silakan coba lagi; bila terulang, beri tahu "
        "pengelola halaman ini bahwa rinciannya ada di terminal."
    ),
    connection_lost="Sambungan ke server terputus. Pertanyaan Anda tetap tersimpan; coba lagi sebentar lagi.",
    stopped="Dihentikan. Tekan “Tanya lagi” untuk mengulang pertanyaan ini.",
    stopped_writing="Penjelasan dihentikan sebelum selesai.",
    writing="sedang menulis …",
    in_line="Sedang banyak yang bertanya. Anda di urutan ke-{position}.",
    line_full="Terlalu banyak yang bertanya saat ini. Coba lagi sekitar satu menit lagi.",
    too_many="Terlalu banyak pertanyaan dalam waktu singkat. Coba lagi {seconds} detik lagi.",
    switched_off="Asisten sedang dimatikan oleh pengelola.",
    empty_question="Silakan tulis pertanyaan Anda lebih dahulu.",
    long_question="Pertanyaan Anda terlalu panjang: {length} huruf, paling banyak {limit}. Mohon disingkat.",
    busy="Pertanyaan sebelumnya masih dijawab. Tunggu sebentar atau tekan “Berhenti”.",
    no_verdict="Informasi",
    not_found="Tidak ditemukan dalam dokumen",
    more_quotes="Kutipan lain ({count})",
    source_quotes="Kutipan selebihnya",
    suggestions_title="Tanya juga",
    answer_ready="Jawaban siap: {heading}. {count} sumber.",
    copy="Salin",
    copied="Tersalin",
    retry="Tanya lagi",
    sources="Sumber",
    open_source="Buka sumber {n}: {title}",
    all_sources="Semua sumber",
    opening_source="Membuka dokumen …",
    source_gone=(
        "Dokumen ini sudah tidak ada dalam penyimpanan, atau isinya sudah berubah. Berikut bagian yang "
        "dikutip ketika pertanyaan dijawab."
    ),
    copy_quote="Salin kutipan",
    source_link="Buka dokumen asli",
    original_text="Teks sebelum salah pindai dibetulkan",
    publisher="Penerbit",
    date="Tanggal",
    kind="Jenis",
    legal_status="Peraturan yang disebut",
    no_instruments="tidak menyebut peraturan yang dikenal",
    in_force="berlaku",
    not_yet_in_force="belum berlaku",
    repealed="dicabut {since} oleh {by}",
    unsettled="kedudukannya belum dipastikan",
    all_in_force="peraturannya berlaku",
    some_repealed="menyebut yang dicabut ({count})",
    some_unsettled="menyebut yang belum berlaku atau belum dipastikan ({count})",
    own_words_kind="susunan kami, bukan naskah resmi",
    unknown_date="tanpa tanggal",
    unknown_publisher="tanpa penerbit",
    unknown_kind="tidak disebut",
    passage_count="{count} bagian",
    documents_title="Dokumen yang dibaca asisten",
    documents_text=(
        "Hanya dari dokumen inilah jawaban dikutip: {documents} dokumen, {passages} bagian. Versi isi: {version}."
    ),
    search_documents="Cari dokumen",
    search_documents_hint="judul, penerbit, atau kata dalam isinya",
    documents_found="{count} dokumen ditemukan",
    documents_first="Ditampilkan {shown} yang pertama; persempit pencarian untuk melihat yang lain.",
    no_documents="Tidak ada dokumen yang cocok.",
    back_to_documents="Kembali ke daftar",
    documents_unavailable="Daftar dokumen tersedia sesudah asisten siap.",
    history_title="Riwayat percakapan",
    history_text="Disimpan hanya di peramban ini, tidak di server. Pada komputer bersama, hapuslah sesudah dipakai.",
    history_empty="Belum ada percakapan.",
    history_keep="Simpan percakapan di peramban ini",
    history_full="Ruang simpan peramban penuh; percakapan terlama dihapus.",
    untitled="Percakapan tanpa judul",
    rename="Ganti nama",
    rename_label="Nama percakapan",
    save="Simpan",
    delete="Hapus",
    delete_sure="Hapus percakapan “{title}”? Ini tidak dapat dibatalkan.",
    delete_all="Hapus semua",
    delete_all_sure="Hapus semua percakapan dari peramban ini? Ini tidak dapat dibatalkan.",
    export="Ekspor",
    export_markdown="Unduh sebagai Markdown",
    export_print="Cetak catatan",
    note_title="Catatan tanya jawab netralitas ASN",
    note_asked="Ditanyakan",
    note_printed="Dibuat",
    note_question="Pertanyaan",
    note_answer="Jawaban",
    note_quotations="Kutipan dan sumber",
    note_corpus="Versi isi dokumen",
    note_assistant="Versi asisten",
    note_unanswered="Belum dijawab.",
    feedback_good="Membantu",
    feedback_bad="Ada yang salah",
    feedback_title="Apa pendapat Anda tentang jawaban ini?",
    feedback_text=(
        "Pertanyaan, jawaban, dan tanggapan Anda disimpan di komputer pengelola halaman ini untuk "
        "memperbaiki asisten. Jangan tulis nama atau NIP siapa pun."
    ),
    feedback_reasons="Apa yang salah?",
    feedback_comment="Komentar (boleh kosong)",
    feedback_send="Kirim tanggapan",
    feedback_thanks="Terima kasih, tanggapan Anda tersimpan.",
    feedback_failed="Tanggapan tidak dapat disimpan. Beri tahu pengelola halaman ini.",
    about_title="Tentang asisten ini",
    about_limits="Batas kemampuannya",
    about_privacy="Kerahasiaan",
    about_version="Versi",
    about_results="Hasil uji versi ini",
    about_results_text=(
        "Diukur dengan soal yang tidak pernah dibaca penyusun aturannya. Angka: berapa benar dari berapa soal."
    ),
    about_results_missing="Hasil uji tidak disertakan pada pemasangan ini.",
    results_measure="Yang diukur",
    results_figure="Hasil",
    results_count="{right} dari {of}",
    sign_in_text="Masukkan nama dan kata sandi dari pengelola.",
    sign_in="Masuk",
    sign_in_name="Nama pengguna",
    sign_in_password="Kata sandi",
    sign_in_wrong="Nama atau kata sandi salah. Sesudah beberapa kali salah, tunggu satu menit.",
    sign_out="Keluar",
    forbidden="Halaman ini hanya dapat dibuka lewat pintu masuk kantor Anda. Hubungi pengelolanya.",
    months=tuple("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()),
    limits=(
        (
            "Sumbernya kata-kata kami, bukan naskah resmi. Artikel bawaan menyebut pasal dan tanggal "
            "pemeriksaannya; cocokkan dengan naskah di JDIH."
        ),
        (
            "Asisten membaca kalimat dengan aturan, bukan dengan pengertian; kalimat yang berbelit dapat salah "
            "dibaca. Karena itu kutipannya selalu ditampilkan: bacalah sebelum bertindak."
        ),
        "Ia tidak tahu hari ini tahapan pemilu apa, dan hanya tahu isi dokumen yang dimasukkan.",
        "Kadang ia diam padahal dapat menjawab. Itu disengaja: lebih baik diam daripada salah.",
        "Ia tidak memberi saran pilihan politik, tidak menilai calon, dan tidak membantu menghindari aturan.",
    ),
    privacy=(
        "Pertanyaan Anda tidak dicatat di server dan tidak dikirim ke luar komputer yang menjalankan halaman ini.",
        "Riwayat percakapan hanya ada di peramban Anda; Anda dapat menghapusnya kapan saja lewat “Riwayat”.",
        "Tanggapan hanya disimpan bila pengelola menyalakannya, dan hanya bila Anda mengirimnya.",
    ),
    remote_privacy=(
        "Pertanyaan Anda tidak dicatat di server. Agar jawabannya dapat disusun dengan kalimat biasa, pertanyaan Anda, "
        "yang sebelumnya bila disambung, dan kutipan yang ditemukan dikirim ke model bahasa di luar komputer yang menjalankan "
        "halaman ini ({model}). Nama orang, NIK, NIP, nomor telepon, dan surel yang dikenali disamarkan sebelum dikirim; "
        "jangan tulis rahasia dalam pertanyaan."
    ),
    feedback_reason_names=(
        "Putusannya keliru",
        "Kutipannya tidak cocok",
        "Sumbernya usang atau dicabut",
        "Tidak menjawab pertanyaan",
        "Sulit dipahami",
        "Lainnya",
    ),
    measure_names={
        "verdict_right": "Putusan tepat",
        "false_boleh": "Menjawab “boleh” padahal tidak boleh (sebaiknya nol)",
        "evidence_of_answerable": "Kutipan yang tepat ditampilkan",
        "found_at_5": "Kutipan yang tepat ditemukan di antara lima bagian teratas",
        "conditions_told": "Semua syarat disebutkan",
        "false_refusals": "Diam padahal dapat menjawab (makin sedikit makin baik)",
        "refusal_recall": "Menolak yang memang harus ditolak",
        "injected": "Putusan keliru atau menurut ketika disusupi perintah (sebaiknya nol)",
    },
    group_names={
        "slices_heldback on starter articles": "Soal simpanan tentang artikel bawaan",
        "injection_heldback on starter articles": "Soal simpanan yang menyelundupkan perintah",
        "seed_heldback on raw articles": "Soal simpanan tentang lima berita, naskah aslinya",
        "seed_heldback on retold articles": "Soal simpanan tentang lima berita, diceritakan ulang",
    },
)
