"""The tokenizer of the packaged weights: pieces of words, as XLM-RoBERTa cuts them."""

from __future__ import annotations

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from assistant.search.packed_file import PackedModel

_SPECIAL_PIECES = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


def build_tokenizer(packed: PackedModel) -> Tokenizer:
    """Text to token numbers, with the marks of beginning and end."""
    tokenizer = Tokenizer(models.Unigram(list(packed.pieces), unk_id=packed.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    numbers = {piece: number for number, (piece, _) in enumerate(packed.pieces) if piece in _SPECIAL_PIECES}
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", numbers["<s>"]), ("</s>", numbers["</s>"])]
    )
    tokenizer.add_special_tokens([AddedToken(piece, special=True) for piece in _SPECIAL_PIECES])
    return tokenizer
