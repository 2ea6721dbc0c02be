"""Writes a llama model of random weights, under 1 MB: a stand-in that lets the example run without a download.

    pip install gguf numpy
    python make_model.py OUT.gguf
"""

import sys

import gguf
import numpy as np

WIDTH, HEADS, LAYERS, HIDDEN, CONTEXT = 64, 4, 2, 128, 2048


def main(path):
    random = np.random.default_rng(7)

    def weights(rows, columns, size=1.0):
        return (random.standard_normal((rows, columns)) * size / np.sqrt(columns)).astype(np.float32)

    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)

    kinds = gguf.TokenType
    tokens = [("<unk>", kinds.UNKNOWN), ("<s>", kinds.CONTROL), ("</s>", kinds.CONTROL)]
    tokens += [(f"<0x{byte:02X}>", kinds.BYTE) for byte in range(256)]
    writer.add_tokenizer_model("llama")
    writer.add_token_list([text.encode() for text, _ in tokens])
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types([kind for _, kind in tokens])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)

    output = weights(len(tokens), WIDTH, 1.5)
    # The end of a text is likely after some tokens and not after others, so that answers differ in length.
    output[2] = weights(1, WIDTH, 5.0)[0]
    writer.add_tensor("token_embd.weight", weights(len(tokens), WIDTH, 8.0))
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    writer.add_tensor("output.weight", output)
    for layer in range(LAYERS):
        name = f"blk.{layer}."
        writer.add_tensor(name + "attn_norm.weight", np.ones(WIDTH, np.float32))
        writer.add_tensor(name + "ffn_norm.weight", np.ones(WIDTH, np.float32))
        for part in ("q", "k", "v", "output"):
            writer.add_tensor(name + f"attn_{part}.weight", weights(WIDTH, WIDTH))
        writer.add_tensor(name + "ffn_gate.weight", weights(HIDDEN, WIDTH))
        writer.add_tensor(name + "ffn_up.weight", weights(HIDDEN, WIDTH))
        writer.add_tensor(name + "ffn_down.weight", weights(WIDTH, HIDDEN))

    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
